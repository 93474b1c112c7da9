use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("sqlite", "postgres"))]
    orders: std::path::PathBuf,
}

fn main() {}
