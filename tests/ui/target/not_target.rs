use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    orders: Vec<u8>,
}

fn main() {}
