use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(env = "MAIN_URL")]
struct Config {
    orders: DatabaseUrl,

    #[database(env = "MAIN_URLS")]
    replicas: Vec<DatabaseUrl>,
}

fn main() {}
