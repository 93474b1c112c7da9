use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(crate = "self")]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
