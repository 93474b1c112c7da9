use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "https://localhost/orders")]
    orders: DatabaseUrl,
}

fn main() {}
