use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", parse, empty_as_none)]
    key: String,
}

fn main() {}
