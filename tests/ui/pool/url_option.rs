use db_config::{DatabaseConfig, DatabaseUrl, TlsPlan};

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_connections = 20, connect_timeout = "5s", statement_timeout = "5s")]
    orders: DatabaseUrl,

    #[database(env = "EVENTS_URL", acquire_timeout = "5s")]
    events: Option<Box<DatabaseUrl>>,

    #[database(env = "TLS_URL", max_connections = 20, connect_timeout = "5s")]
    tls: TlsPlan,

    #[database(env = "BOTH_URL", min_connections = 2, busy_timeout = "5s")]
    both: (DatabaseUrl, TlsPlan),
}

fn main() {}
