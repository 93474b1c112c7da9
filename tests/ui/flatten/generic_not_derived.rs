use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config<T> {
    #[database(flatten)]
    shop: T,
}

fn main() {
    let _ = Config::<DatabaseUrl>::from_env();
}
