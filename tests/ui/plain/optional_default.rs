use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "WAIT", parse, default = "30s")]
    wait: Option<std::time::Duration>,
}

fn main() {}
