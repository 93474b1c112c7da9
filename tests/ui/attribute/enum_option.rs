use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(parse)]
enum Store {
    Url(DatabaseUrl),
}

fn main() {}
