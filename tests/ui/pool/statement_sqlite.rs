use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("sqlite"), statement_timeout = "5s")]
    orders: DatabaseUrl,
}

fn main() {}
