use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env("ORDERS=URL", "ORDERS URL", "ORDERS\0URL"))]
    orders: DatabaseUrl,
}

fn main() {}
