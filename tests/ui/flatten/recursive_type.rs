use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten, prefix = "A_")]
    inner: Box<Config>,
}

fn main() {}
