//! One password for two servers.

use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Inner {
    #[database(env = "A_URL", parts("A_", password = "DB_PASSWORD"))]
    a: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Outer {
    #[database(flatten)]
    inner: Inner,
    #[database(env = "B_URL", parts("B_", password = "DB_PASSWORD"))]
    b: DatabaseUrl,
}

fn main() {}
