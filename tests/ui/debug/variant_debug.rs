use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
enum Store {
    #[database(debug)]
    Url(DatabaseUrl),
}

fn main() {}
