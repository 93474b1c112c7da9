use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_conections = 20)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
