use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(crate = 5)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
