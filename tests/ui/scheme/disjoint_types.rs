use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("postgres"))]
    orders: DatabaseUrl,

    cache: std::path::PathBuf,
}

fn main() {}
