use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL", wait = "30s")]
    orders: DatabaseUrl,
    #[database(env = "EVENTS_URL", wait = "30s")]
    events: (DatabaseUrl, PoolSettings),
}

#[derive(DatabaseConfig)]
#[database(wait = "30s")]
enum Store {
    Any(DatabaseUrl),
}

fn main() {}
