use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://a/x,postgres://b/x")]
    replicas: Vec<DatabaseUrl>,
}

fn main() {}
