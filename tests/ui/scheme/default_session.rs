use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL", default = "mysql://localhost/orders?charset=utf8mb4,sql_mode=0")]
    orders: DatabaseUrl,
    #[database(env = "USERS_URL", default = "mysql://localhost/users?collation=utf8mb4-bin")]
    users: DatabaseUrl,
    #[database(env = "EVENTS_URL", default = "mysql://localhost/events?timezone=CEST")]
    events: DatabaseUrl,
}

fn main() {}
