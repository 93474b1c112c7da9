use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes = "postgres")]
    orders: DatabaseUrl,
}

fn main() {}
