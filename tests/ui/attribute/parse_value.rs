use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", parse = true)]
    port: u16,
}

fn main() {}
