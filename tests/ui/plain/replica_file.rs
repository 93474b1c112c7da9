use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(fly_replica)]
    cache: std::path::PathBuf,
}

fn main() {}
