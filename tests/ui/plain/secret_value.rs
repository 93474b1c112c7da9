use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", secret = true)]
    key: String,
}

fn main() {}
