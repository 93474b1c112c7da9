use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten, env = "SHOP_URL", default = "postgres://localhost", schemes("postgres"), tls = "require")]
    shop: Shop,
}

fn main() {}
