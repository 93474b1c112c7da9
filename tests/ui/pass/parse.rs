use db_config::{DatabaseConfig, DatabaseUrl};
use std::net::SocketAddr;

// What holds for the URLs is no concern of the plain variables.
#[derive(DatabaseConfig)]
#[database(prefix = "APP_", default = "postgres://localhost", schemes("postgres"), default_tls = "off", libpq_env)]
struct Config {
    url: DatabaseUrl,

    #[database(env = "PORT", parse, default = "8080")]
    port: u16,

    #[database(env = "PORT", parse, default = "8080")]
    port_again: String,

    #[database(env("LISTEN", "ADDRESS"), parse, default = "localhost:8080")]
    listen: SocketAddr,

    #[database(env = "WORKERS", parse)]
    workers: Option<usize>,
}

fn main() {}
