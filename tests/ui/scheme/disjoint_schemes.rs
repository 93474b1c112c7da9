use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("postgres"))]
    orders: DatabaseUrl,

    #[database(env("CACHE_URL", "DATABASE_URL"), schemes("sqlite"))]
    cache: DatabaseUrl,
}

fn main() {}
