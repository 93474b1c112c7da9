use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Shop {
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Side {
    #[database(env = "DATABASE_URL", parse)]
    text: String,
}

#[derive(DatabaseConfig)]
struct Config<T> {
    #[database(flatten)]
    shop: Shop,

    #[database(flatten)]
    side: T,
}

fn main() {
    let _ = Config::<Shop>::from_env();
    let _ = Config::<Side>::from_env();
}
