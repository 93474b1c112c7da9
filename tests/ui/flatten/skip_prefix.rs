use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(skip, prefix = "SHOP_")]
    orders: u8,
}

fn main() {}
