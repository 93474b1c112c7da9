use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(idle_timeout = "30 sec")]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
