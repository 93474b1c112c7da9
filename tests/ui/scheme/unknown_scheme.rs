use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("oracle"))]
    orders: DatabaseUrl,
}

fn main() {}
