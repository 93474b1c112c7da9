use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(Debug, DatabaseConfig)]
#[database(debug)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
