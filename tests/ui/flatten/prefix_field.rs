use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(prefix = "SHOP_")]
    orders: DatabaseUrl,
}

fn main() {}
