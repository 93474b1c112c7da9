use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(skip)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
