use db_config::{DatabaseConfig, PoolSettings};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
struct Config {
    #[database(connect_timeout = "5s")]
    cache: (PathBuf, PoolSettings),
}

fn main() {}
