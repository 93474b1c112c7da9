use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://localhost/orders")]
    orders: Option<DatabaseUrl>,
}

fn main() {}
