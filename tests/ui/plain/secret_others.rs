use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", secret, schemes("postgres"), tls = "require", libpq_env, idle_timeout = "5s")]
    key: String,
}

fn main() {}
