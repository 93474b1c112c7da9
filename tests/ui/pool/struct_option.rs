use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(max_connections = 20)]
struct Config {
    orders: DatabaseUrl,
}

fn main() {}
