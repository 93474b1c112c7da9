use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://localhost/orders")]
    orders: DatabaseUrl,

    #[database(default = "postgres://localhost/sales")]
    sales: DatabaseUrl,
}

fn main() {}
