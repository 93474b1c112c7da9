use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(evn = "ORDERS_URL")]
    orders: DatabaseUrl,

    #[database(flatten, prefix = "SHOP_")]
    shop: Shop,
}

fn main() {}
