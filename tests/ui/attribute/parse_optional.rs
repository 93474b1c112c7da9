use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", parse, default = "8080")]
    port: Option<u16>,
}

fn main() {}
