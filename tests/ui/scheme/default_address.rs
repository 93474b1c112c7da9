use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://[zz:1]/orders")]
    orders: DatabaseUrl,
}

fn main() {}
