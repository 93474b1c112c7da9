use db_config::{DatabaseConfig, SqliteFile};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
enum Store {
    Path(PathBuf),
    File(SqliteFile),
}

fn main() {}
