use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    #[database(env = "STORE_URL")]
    Url(DatabaseUrl),
}

fn main() {}
