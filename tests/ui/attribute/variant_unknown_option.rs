use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

#[derive(DatabaseConfig)]
enum Store {
    #[database(max_conections = 5, timeout = "5s")]
    Url((DatabaseUrl, PoolSettings)),
}

fn main() {}
