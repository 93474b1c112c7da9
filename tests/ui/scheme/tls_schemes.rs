use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(schemes("sqlite"))]
struct Config {
    #[database(libpq_env, default_tls = "off")]
    orders: DatabaseUrl,
}

fn main() {}
