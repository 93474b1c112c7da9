use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(prefix = "APP_")]
    orders: DatabaseUrl,
}

fn main() {}
