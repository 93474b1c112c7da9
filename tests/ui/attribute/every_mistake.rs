use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(prefx = "APP_", tls = "on")]
struct Config {
    #[database(env = 5, schemes("postgress", "mysql"), skp)]
    orders: DatabaseUrl,

    #[database(default = "http://localhost/cache", optional)]
    cache: DatabaseUrl,
}

fn main() {
    let _ = Config::from_env();
}
