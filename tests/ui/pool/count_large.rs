use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_connections = 4294967296)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
