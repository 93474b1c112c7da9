use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL",, tls = "require")]
    orders: DatabaseUrl,
}

fn main() {}
