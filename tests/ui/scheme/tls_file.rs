use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(tls = "require")]
struct Config {
    #[database(tls = "require")]
    orders: PathBuf,

    // The attribute of the struct applies only to fields that support it.
    cache: PathBuf,
}

fn main() {}
