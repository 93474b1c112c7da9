use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(tls = "require")]
struct Config {
    #[database(tls = "require")]
    orders: PathBuf,

    // What the struct says is for those that it concerns.
    cache: PathBuf,
}

fn main() {}
