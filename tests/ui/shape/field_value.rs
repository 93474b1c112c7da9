use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    orders: Option<DatabaseUrl> = None,
}

fn main() {}
