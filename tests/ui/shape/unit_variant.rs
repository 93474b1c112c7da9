use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    Url(DatabaseUrl),
    None,
}

fn main() {}
