use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    orders: Option<String>,
}

fn main() {}
