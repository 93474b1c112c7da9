use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Inner {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
#[database(tls = "verify-full")]
struct Config {
    #[database(flatten)]
    inner: Inner,
}

fn main() {
    let _ = Config::from_env();
}
