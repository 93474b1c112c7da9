use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "file://data/orders.db")]
    orders: DatabaseUrl,
}

fn main() {}
