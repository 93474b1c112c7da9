use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    #[database(schemes("postgres"))]
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    events: std::path::PathBuf,

    #[database(flatten)]
    shop: Shop,
}

fn main() {}
