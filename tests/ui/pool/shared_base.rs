use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    orders: (DatabaseUrl, PoolSettings),

    #[database(env = "DATABASE_URI")]
    sales: (DatabaseUrl, PoolSettings),
}

fn main() {}
