use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env)]
    orders: DatabaseUrl,
}

fn main() {}
