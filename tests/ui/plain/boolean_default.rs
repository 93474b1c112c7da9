use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "TRACE", parse, default = "maybe")]
    trace: bool,
}

fn main() {}
