use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database("ORDERS_URL")]
    orders: DatabaseUrl,
}

fn main() {}
