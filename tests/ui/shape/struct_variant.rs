use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    Url { url: DatabaseUrl },
}

fn main() {}
