use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL",, tls = "off")]
    orders: DatabaseUrl,
}

fn main() {}
