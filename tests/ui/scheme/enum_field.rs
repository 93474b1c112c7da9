use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
enum Store {
    Path(PathBuf),
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "mysql://localhost/orders")]
    store: Store,
}

fn main() {}
