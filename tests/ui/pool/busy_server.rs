use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("postgres"), busy_timeout = "5s")]
    orders: DatabaseUrl,
}

fn main() {}
