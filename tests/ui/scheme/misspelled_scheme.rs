use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("postgress"))]
    orders: DatabaseUrl,
}

fn main() {}
