use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "HOSTS", parse)]
    hosts: Vec<std::sync::Mutex<u8>>,
}

fn main() {}
