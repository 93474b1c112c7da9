use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "DATABASE_URL", show)]
    orders: DatabaseUrl,
    #[database(env = "URLS", show)]
    users: Option<Vec<Box<DatabaseUrl>>>,
    #[database(env = "FOLDER", show)]
    folder: std::path::PathBuf,
}

fn main() {}
