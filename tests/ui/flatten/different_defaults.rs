use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    #[database(default = "sqlite:a.db")]
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Side {
    #[database(default = "sqlite:b.db")]
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten)]
    shop: Shop,

    #[database(flatten)]
    side: Side,
}

fn main() {}
