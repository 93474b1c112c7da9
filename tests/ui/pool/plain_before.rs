use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "DATABASE_BUSY_TIMEOUT", parse)]
    busy: u32,

    orders: db_config::SqliteFile,
}

fn main() {}
