use db_config::{DatabaseConfig, DatabaseUrl};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("postgres"))]
    orders: DatabaseUrl,
    #[database(env = "DATABASE_URI", schemes("mysql"))]
    sales: DatabaseUrl,
    // SQLite has no network.
    #[database(env = "DATABASE_DSN")]
    file: PathBuf,
    #[database(env = "DATABASE_TLS", parse)]
    tls: bool,
}

#[derive(DatabaseConfig)]
struct Inner {
    #[database(env = "URL")]
    database: DatabaseUrl,
    #[database(env = "SHOP_TLS", parse)]
    tls: bool,
}

#[derive(DatabaseConfig)]
struct Outer {
    #[database(env = "DATABASE_DSN")]
    orders: DatabaseUrl,
    #[database(env = "SHOP_URL")]
    shop: DatabaseUrl,
    #[database(flatten, prefix = "DATABASE_")]
    inner: Inner,
    #[database(flatten)]
    second: Inner,
}

fn main() {}
