use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(separator = ";")]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
