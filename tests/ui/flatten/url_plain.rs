use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten)]
    shop: Shop,

    #[database(env = "DATABASE_URL", parse)]
    text: String,
}

fn main() {}
