use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "HOSTS", separator = ';')]
    hosts: Vec<String>,
}

fn main() {}
