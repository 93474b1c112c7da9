use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", from_str, default = 8080)]
    port: u16,
}

fn main() {}
