use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("Postgres"))]
    orders: DatabaseUrl,
}

fn main() {}
