use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Side {
    #[database(env = "DATABASE_MAX_CONNECTIONS", parse)]
    most: u32,
}

#[derive(DatabaseConfig)]
struct Config {
    orders: (DatabaseUrl, PoolSettings),

    #[database(flatten)]
    side: Side,
}

fn main() {}
