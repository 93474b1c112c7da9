use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Deep {
    #[database(flatten, prefix = "SHOP_")]
    shop: Shop,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten, prefix = "SIDE_")]
    deep: Deep,

    #[database(env = "SIDE_SHOP_DATABASE_URL", parse)]
    text: String,
}

fn main() {}
