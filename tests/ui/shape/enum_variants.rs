use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    Url(DatabaseUrl),
}

fn main() {}
