use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
enum Store {
    #[database(flatten)]
    Shop(DatabaseUrl),
}

fn main() {}
