use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = 5)]
    orders: DatabaseUrl,

    #[database(env = "DATABASE_URI")]
    sales: DatabaseUrl,
}

fn main() {}
