use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(secret)]
enum Store {
    Url(DatabaseUrl),
}

fn main() {}
