use db_config::DatabaseConfig;
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(default_tls = "prefer")]
struct Config {
    #[database(default_tls = "off")]
    orders: PathBuf,

    // The attribute of the struct applies only to fields that support it.
    cache: PathBuf,
}

fn main() {}
