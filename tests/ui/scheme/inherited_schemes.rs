use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
#[database(schemes("postgres"))]
struct Config {
    cache: std::path::PathBuf,
}

fn main() {}
