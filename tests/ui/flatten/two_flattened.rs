use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    #[database(schemes("postgres"))]
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Side {
    cache: std::path::PathBuf,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten)]
    shop: Shop,

    #[database(flatten)]
    side: Side,
}

fn main() {}
