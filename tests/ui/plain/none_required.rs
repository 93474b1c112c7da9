use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", from_str, empty_as_none)]
    key: String,
}

fn main() {}
