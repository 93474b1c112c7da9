use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(skip, env = "STARTED_URL", tls = "require")]
    started: u8,
}

fn main() {}
