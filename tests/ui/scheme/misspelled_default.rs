use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgress://localhost/orders")]
    orders: DatabaseUrl,
}

fn main() {}
