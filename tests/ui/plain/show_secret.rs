use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", show, secret)]
    key: String,
}

fn main() {}
