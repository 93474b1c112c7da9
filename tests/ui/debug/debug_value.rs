use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(debug = true)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
