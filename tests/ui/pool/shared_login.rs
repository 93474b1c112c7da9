use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    database: DatabaseUrl,
    #[database(env = "DATABASE_PASSWORD", secret)]
    password: String,
    #[database(env = "DATABASE_USERNAME", parse)]
    user: String,
    // SQLite has no user.
    #[database(env = "CACHE_URL")]
    cache: db_config::SqliteFile,
    #[database(env = "CACHE_USER", parse)]
    cache_user: String,
}

#[derive(DatabaseConfig)]
struct Inner {
    #[database(env = "PASSWORD", secret)]
    password: String,
}

#[derive(DatabaseConfig)]
struct Outer {
    #[database(env = "SHOP_URL")]
    shop: DatabaseUrl,
    #[database(flatten, prefix = "SHOP_")]
    inner: Inner,
}

fn main() {}
