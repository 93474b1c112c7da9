use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("postgres", "mysql", "postgres"))]
    orders: DatabaseUrl,
}

fn main() {}
