use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "DATABASE_URL", secret)]
    orders: DatabaseUrl,
    #[database(env = "URLS", parse)]
    users: Option<Vec<DatabaseUrl>>,
    #[database(env = "FOLDER", parse)]
    folder: std::path::PathBuf,
}

fn main() {
    let _ = Config::from_env();
}
