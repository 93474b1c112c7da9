use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(tls = "off")]
struct Config {
    #[database(tls = "off")]
    orders: DatabaseUrl,
}

fn main() {}
