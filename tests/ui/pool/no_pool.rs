use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_connections = 20)]
    cache: std::path::PathBuf,
}

fn main() {}
