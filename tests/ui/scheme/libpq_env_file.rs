use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(libpq_env)]
struct Config {
    #[database(libpq_env)]
    orders: PathBuf,

    // The attribute of the struct applies only to fields that support it.
    cache: PathBuf,
}

fn main() {}
