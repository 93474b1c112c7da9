use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL", default = "postgres://localhost/orders&sslmode=disable")]
    orders: DatabaseUrl,
    #[database(env = "CACHE_URL", default = "sqlite:cache.db&mode=ro")]
    cache: DatabaseUrl,
    #[database(env = "FILES_URL", default = "mongodb://localhost/files;tls=true")]
    files: DatabaseUrl,
    #[database(env = "EVENTS_URL", default = "mongodb://localhost/events?authSource=admin;tls=true")]
    events: DatabaseUrl,
}

fn main() {}
