use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(acquire_timeout = "30")]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
