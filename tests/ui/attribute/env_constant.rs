use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env("ORDERS_URL", FALLBACK))]
    orders: DatabaseUrl,
}

fn main() {}
