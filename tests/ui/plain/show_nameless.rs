use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(show)]
    orders: DatabaseUrl,
}

fn main() {}
