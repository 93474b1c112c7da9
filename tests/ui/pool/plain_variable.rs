use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    orders: DatabaseUrl,

    #[database(env = "DATABASE_MAX_CONNECTIONS", from_str)]
    most: u32,
}

fn main() {}
