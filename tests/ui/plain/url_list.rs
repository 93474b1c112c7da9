use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    hosts: Vec<String>,
}

fn main() {}
