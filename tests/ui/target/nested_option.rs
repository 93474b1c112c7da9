use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    orders: Option<Option<DatabaseUrl>>,
}

fn main() {}
