use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    orders: (DatabaseUrl, PoolSettings),

    #[database(env = "DATABASE_MAX_CONNECTIONS", parse)]
    most: u32,
}

fn main() {}
