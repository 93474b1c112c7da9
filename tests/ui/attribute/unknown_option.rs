use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(timeout = "5s")]
    orders: DatabaseUrl,
}

fn main() {}
