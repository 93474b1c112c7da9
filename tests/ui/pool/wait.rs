use db_config::{Connect, DatabaseConfig, PoolSettings};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL", wait = "30s")]
    orders: sqlx::postgres::PgConnectOptions,
    #[database(env = "EVENTS_URL", wait = "30s")]
    events: (sqlx::postgres::PgConnectOptions, PoolSettings),
    #[database(env = "CACHE_URL", wait = "30s")]
    cache: Connect<sqlx::SqlitePool>,
    #[database(env = "USERS_URL", wait = "30s")]
    users: Connect<sqlx::PgPool>,
}

fn main() {}
