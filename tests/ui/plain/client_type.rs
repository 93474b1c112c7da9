use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "DATABASE_URL", secret)]
    orders: DatabaseUrl,
    #[database(env = "URLS", from_str)]
    users: Option<Vec<DatabaseUrl>>,
    #[database(env = "FOLDER", from_str)]
    folder: std::path::PathBuf,
}

fn main() {
    let _ = Config::from_env();
}
