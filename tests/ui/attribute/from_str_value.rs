use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", from_str = true)]
    port: u16,
}

fn main() {}
