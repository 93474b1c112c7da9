use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(crate = db_config)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
