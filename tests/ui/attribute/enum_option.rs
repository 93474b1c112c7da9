use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(from_str)]
enum Store {
    Url(DatabaseUrl),
}

fn main() {}
