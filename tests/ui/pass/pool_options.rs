use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings, SqliteFile};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
struct Config<T> {
    #[database(max_connections = 20, min_connections = 2, acquire_timeout = "5s", idle_timeout = "1h30m")]
    #[database(max_lifetime = "1d", connect_timeout = "500ms", statement_timeout = "0", busy_timeout = "2m")]
    orders: (DatabaseUrl, Everything),

    #[database(env = "CACHE_URL", max_connections = 1_000, min_connections = 1000)]
    cache: Option<(PathBuf, PoolSettings)>,

    #[database(env = "FILE_URL", busy_timeout = "5s")]
    file: SqliteFile,

    #[database(env = "HEX_URLS", max_connections = 0x10, min_connections = 0)]
    hex: Vec<(T, PoolSettings)>,

    #[database(env = "T_URL", acquire_timeout = "5S")]
    generic: (T, PoolSettings),
}

struct Everything;

impl db_config::FromDatabaseUrl for Everything {
    const BACKENDS: db_config::Backends = db_config::Backends::ALL;
    const CAPABILITIES: db_config::Capabilities = db_config::Capabilities::ALL;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Everything)
    }
}

#[derive(DatabaseConfig)]
#[database(env = "STORE_URL", max_connections = 20, statement_timeout = "5s", busy_timeout = "5s")]
enum Store {
    #[database(max_connections = 5)]
    #[database(min_connections = 5, idle_timeout = "1m")]
    File((SqliteFile, PoolSettings)),
    Url(Box<Server>),
}

struct Server;

impl db_config::FromDatabaseUrl for Server {
    const BACKENDS: db_config::Backends = db_config::Backends::POSTGRES;
    const CAPABILITIES: db_config::Capabilities = db_config::Capabilities::ALL;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Server)
    }
}

// Without a pool nothing is read twice.
#[derive(DatabaseConfig)]
struct Files {
    first: DatabaseUrl,

    #[database(env = "DATABASE_URI")]
    second: PathBuf,

    #[database(env = "DATABASE_MAX_CONNECTIONS", parse)]
    most: u32,
}

#[derive(DatabaseConfig)]
struct Chosen {
    #[database(env = "STORE_URL", max_connections = 5)]
    store: Store,
}

fn main() {
    let _ = Config::<DatabaseUrl>::fields();
}
