use db_config::{DatabaseConfig, SqliteFile};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
enum Store<T> {
    Path(PathBuf),
    Other(T),
}

fn main() {
    let _ = Store::<SqliteFile>::from_env();
}
