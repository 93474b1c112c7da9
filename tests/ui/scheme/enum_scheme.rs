use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(schemes("sqlite", "postgres"))]
enum Store {
    Path(PathBuf),
}

fn main() {}
