use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", parse, max_connections = 20)]
    port: u16,
}

fn main() {}
