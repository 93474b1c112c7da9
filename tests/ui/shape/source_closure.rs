use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    database: DatabaseUrl,
}

fn main() {
    Config::from_source(&|name: &str| Some(name.to_owned())).unwrap();
}
