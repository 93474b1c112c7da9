use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(tls = "require")]
struct Config {
    #[database(tls = "verify-full", default_tls = "require")]
    orders: DatabaseUrl,
    #[database(env = "SALES_URL", default_tls = "prefer")]
    sales: DatabaseUrl,
    #[database(env = "OTHER_URL", default_tls = "verify-ca")]
    other: DatabaseUrl,
}

#[derive(DatabaseConfig)]
#[database(tls = "require", default_tls = "off")]
struct Container {
    orders: DatabaseUrl,
}

fn main() {}
