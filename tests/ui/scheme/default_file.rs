use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "sqlite:")]
    orders: DatabaseUrl,
}

fn main() {}
