use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "WAIT", parse, default = "30")]
    wait: std::time::Duration,
}

fn main() {}
