use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(secret)]
    key: String,
}

fn main() {}
