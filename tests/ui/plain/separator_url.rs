use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(separator = ";")]
    hosts: Vec<String>,
}

fn main() {}
