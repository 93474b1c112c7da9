use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Side {
    #[database(env = "DATABASE_URI")]
    sales: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Config {
    orders: DatabaseUrl,

    #[database(flatten)]
    side: Side,
}

fn main() {}
