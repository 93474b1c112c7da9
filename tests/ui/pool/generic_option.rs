use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
struct Config<T> {
    #[database(max_connections = 20)]
    orders: T,
}

fn main() {
    let _ = Config::<(DatabaseUrl, PoolSettings)>::from_env();
    let _ = Config::<std::path::PathBuf>::from_env();
}
