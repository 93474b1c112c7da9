use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
enum Store {
    #[database(max_connections = "5", min_connections, max_connections = 6, idle_timeout = "5")]
    Url((DatabaseUrl, PoolSettings)),
}

fn main() {}
