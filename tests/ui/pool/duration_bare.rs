use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_lifetime)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
