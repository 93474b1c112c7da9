use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(flatten)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
