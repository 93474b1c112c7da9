use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten)]
    shop: Shop,

    #[database(env = "DATABASE_URL", from_str)]
    text: String,
}

fn main() {}
