use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(debug)]
    orders: DatabaseUrl,
}

fn main() {}
