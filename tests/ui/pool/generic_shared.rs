use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config<T> {
    orders: T,

    #[database(env = "DATABASE_URI")]
    sales: T,
}

fn main() {
    let _ = Config::<std::path::PathBuf>::from_env();
    let _ = Config::<(DatabaseUrl, PoolSettings)>::from_env();
}
