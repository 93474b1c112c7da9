use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "TRACE", from_str, default = "maybe")]
    trace: bool,
}

fn main() {}
