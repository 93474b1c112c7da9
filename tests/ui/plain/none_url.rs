use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(empty_as_none)]
    orders: DatabaseUrl,
}

fn main() {}
