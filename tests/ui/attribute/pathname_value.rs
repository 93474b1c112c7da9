use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(pathname = true)]
    cache: DatabaseUrl,
}

fn main() {}
