use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_connections)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
