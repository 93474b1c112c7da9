use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(min_connections = 30, max_connections = 20)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
