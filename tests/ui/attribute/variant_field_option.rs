use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    Url(#[database(env = "STORE_URL")] DatabaseUrl),
}

fn main() {}
