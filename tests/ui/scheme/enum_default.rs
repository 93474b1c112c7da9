use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(default = "postgres://localhost/orders")]
enum Store {
    Path(PathBuf),
}

fn main() {}
