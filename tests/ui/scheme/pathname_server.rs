use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(pathname, schemes("postgres"))]
    orders: DatabaseUrl,
}

fn main() {}
