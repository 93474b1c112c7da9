use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    orders: DatabaseUrl,

    #[database(env = "DATABASE_URI")]
    sales: DatabaseUrl,
}

fn main() {}
