use db_config::{Backends, Capabilities, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, PoolSettings, UrlError};

// As Diesel's, which has timeouts only for PostgreSQL.
struct Text;

impl FromDatabaseUrl for Text {
    const BACKENDS: Backends = Backends::SQL;
    const CAPABILITIES: Capabilities = Capabilities::CONNECT_TIMEOUT.only(Backends::POSTGRES);

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Text)
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(busy_timeout = "5s", max_connections = 5, connect_timeout = "5s")]
    database: (DatabaseUrl, (Text, PoolSettings)),

    #[database(env = "FILE_URL", schemes("sqlite", "mysql"), max_connections = 5, connect_timeout = "5s")]
    file: (DatabaseUrl, (Text, PoolSettings)),
}

fn main() {}
