use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, SqliteFile, TlsPlan, UrlError};

struct Server;

impl FromDatabaseUrl for Server {
    const BACKENDS: Backends = Backends::POSTGRES;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Server)
    }
}

/// Orders and users.
#[derive(DatabaseConfig)]
#[database(prefix = "APP_", env("STORE_URL", "DATABASE_URL"), default = "sqlite:/app.db")]
#[database(schemes("sqlite", "postgres"), tls = "require", libpq_env, crate = ::db_config)]
enum Store {
    /// A file.
    #[database(params = "journal_mode=wal")]
    Sqlite((SqliteFile, TlsPlan)),
    Server(Server),
}

#[derive(DatabaseConfig)]
struct Config {
    store: Store,

    #[database(env = "CACHE_URL")]
    cache: Option<Store>,
}

#[derive(DatabaseConfig)]
#[database(params = "foreign_keys=on&application_name=shop")]
enum Nested {
    Store(Store),
}

fn main() {}
