use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "KEY", secret, schemes("postgres"), tls = "require", fly_replica, idle_timeout = "5s")]
    key: String,
}

fn main() {}
