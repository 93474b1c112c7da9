use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", schemes("postgres"), parse, tls = "require", libpq_env)]
    port: u16,
}

fn main() {}
