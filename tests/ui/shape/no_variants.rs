use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
enum Store {}

fn main() {}
