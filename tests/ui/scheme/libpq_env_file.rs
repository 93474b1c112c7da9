use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(libpq_env)]
struct Config {
    #[database(libpq_env)]
    orders: PathBuf,

    // What the struct says is for those that it concerns.
    cache: PathBuf,
}

fn main() {}
