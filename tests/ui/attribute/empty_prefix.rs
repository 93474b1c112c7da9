use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(prefix = "")]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
