use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(tls = "require")]
struct Config {
    #[database(default = "postgres://localhost/orders?sslmode=disable")]
    orders: DatabaseUrl,
    #[database(env = "SALES_URL", default = "mysql://localhost/sales?ssl-mode=PREFERRED", tls = "verify-full")]
    sales: DatabaseUrl,
    #[database(env = "EVENTS_URL", default = "mongodb://localhost/events?tls=false")]
    events: DatabaseUrl,
    #[database(env = "OTHER_URL", default = "postgres://localhost/other?sslmode=require")]
    other: DatabaseUrl,
}

fn main() {}
