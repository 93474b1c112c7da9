use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(tls = "verify")]
    orders: DatabaseUrl,
}

fn main() {}
