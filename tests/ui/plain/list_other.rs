use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "WAITS", separator = ";")]
    waits: Vec<Vec<std::sync::Mutex<u8>>>,
}

fn main() {}
