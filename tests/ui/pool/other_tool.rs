use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(min_idle = 2, pool_size = 20)]
    orders: (DatabaseUrl, PoolSettings),
}

fn main() {}
