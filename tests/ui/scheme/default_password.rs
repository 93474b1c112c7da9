use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://app:p#ss@localhost/orders")]
    orders: DatabaseUrl,
}

fn main() {}
