use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "NAME", show, tls = "require", max_connections = 5)]
    name: String,
}

fn main() {}
