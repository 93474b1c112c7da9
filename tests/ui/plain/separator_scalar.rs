use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "HOST", separator = ";")]
    host: String,
}

fn main() {}
