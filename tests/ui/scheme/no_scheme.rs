use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "/data/app.db")]
    orders: std::path::PathBuf,
}

fn main() {}
