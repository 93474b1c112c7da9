use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten)]
    orders: DatabaseUrl,
}

fn main() {}
