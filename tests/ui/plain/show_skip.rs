use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(skip, show)]
    name: String,
}

fn main() {}
