use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "mongodb://")]
    orders: DatabaseUrl,
}

fn main() {}
