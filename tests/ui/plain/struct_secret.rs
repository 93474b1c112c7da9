use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(secret)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
