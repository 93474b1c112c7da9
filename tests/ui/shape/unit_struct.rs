use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config;

fn main() {}
