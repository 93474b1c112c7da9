use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", from_str, empty_as_none = "yes")]
    key: Option<String>,
}

fn main() {}
