use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten, prefix = "SHOP ", tls = "require")]
    shop: Shop,
}

fn main() {}
