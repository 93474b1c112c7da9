use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORTS", parse)]
    ports: [u16; 2],
}

fn main() {
    let _ = Config::from_env();
}
