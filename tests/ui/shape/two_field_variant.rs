use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    Url(DatabaseUrl, db_config::TlsPlan),
}

fn main() {}
