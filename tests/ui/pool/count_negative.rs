use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(min_connections = -1)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
