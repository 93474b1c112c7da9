use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = 5)]
    orders: (DatabaseUrl, PoolSettings),

    #[database(env = "DATABASE_URI")]
    sales: (DatabaseUrl, PoolSettings),
}

fn main() {}
