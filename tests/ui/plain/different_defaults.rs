use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", from_str, default = "1")]
    a: u16,

    #[database(env = "PORT", from_str, default = "2")]
    b: u16,
}

fn main() {}
