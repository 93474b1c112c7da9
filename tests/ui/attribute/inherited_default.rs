use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
#[database(default = "sqlite://app.db")]
struct Config {
    cache: Option<std::path::PathBuf>,
}

fn main() {}
