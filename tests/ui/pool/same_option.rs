use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_connections = 20, max_connections = 30)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
