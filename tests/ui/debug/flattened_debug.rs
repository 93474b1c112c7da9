use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    #[database(flatten)]
    shop: Shop,
}

fn main() {}
