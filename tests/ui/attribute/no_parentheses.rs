use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database]
    orders: DatabaseUrl,

    #[database = "CACHE_URL"]
    cache: DatabaseUrl,
}

fn main() {}
