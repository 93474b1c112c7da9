use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
#[database(env = "MAIN_URL")]
struct Config {
    orders: (DatabaseUrl, PoolSettings),

    #[database(env = "MAIN_URLS")]
    replicas: Vec<(DatabaseUrl, PoolSettings)>,
}

fn main() {}
