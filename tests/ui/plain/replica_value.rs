use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(fly_replica = "ams")]
    orders: DatabaseUrl,
}

fn main() {}
