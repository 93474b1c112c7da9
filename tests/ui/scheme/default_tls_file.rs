use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(default_tls = "prefer")]
struct Config {
    #[database(default_tls = "off")]
    orders: PathBuf,

    // What the struct says is for those that it concerns.
    cache: PathBuf,
}

fn main() {}
