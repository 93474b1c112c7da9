use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("mysql", "sqlite"), default = "postgres://localhost/orders")]
    orders: DatabaseUrl,
}

fn main() {}
