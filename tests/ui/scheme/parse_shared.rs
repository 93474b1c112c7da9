use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    orders: DatabaseUrl,

    #[database(env("ORDERS", "DATABASE_URL"), parse)]
    text: String,
}

fn main() {}
