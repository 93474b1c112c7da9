use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Side {
    #[database(env = "DATABASE_URI")]
    sales: (DatabaseUrl, PoolSettings),
}

#[derive(DatabaseConfig)]
struct Config {
    orders: (DatabaseUrl, PoolSettings),

    #[database(flatten)]
    side: Side,
}

fn main() {}
