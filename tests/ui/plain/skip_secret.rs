use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(skip, secret, empty_as_none, separator = ";")]
    key: String,
}

fn main() {}
