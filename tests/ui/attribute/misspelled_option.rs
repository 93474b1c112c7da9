use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(evn = "ORDERS_URL")]
    orders: DatabaseUrl,
}

fn main() {}
