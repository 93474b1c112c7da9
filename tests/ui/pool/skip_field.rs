use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(skip, max_connections = 20)]
    orders: u8,
}

fn main() {}
