use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten, parse, secret, separator = ";")]
    shop: Shop,
}

fn main() {}
