use db_config::{DatabaseConfig, DatabaseUrl};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "sqlite://app.db")]
    path: PathBuf,

    #[database(default = "sqlite://app.db", schemes("file", "postgres"))]
    url: DatabaseUrl,
}

fn main() {}
