use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://localhost/orders?sslmode=sometimes")]
    orders: DatabaseUrl,
}

fn main() {}
