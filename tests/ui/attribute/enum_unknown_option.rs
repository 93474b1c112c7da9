use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(timeout = "5s")]
enum Store {
    Url(DatabaseUrl),
}

fn main() {}
