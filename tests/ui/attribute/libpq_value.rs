use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(libpq_env = true)]
    orders: DatabaseUrl,
}

fn main() {}
