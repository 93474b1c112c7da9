use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://localhost/orders?shcema=app")]
    orders: DatabaseUrl,
}

fn main() {}
