use db_config::{DatabaseConfig, PoolSettings, SqliteFile};

// The file has no pool.
#[derive(DatabaseConfig)]
#[database(max_connections = 20)]
enum Store {
    Sqlite(SqliteFile),
    Server((Server, PoolSettings)),
}

struct Server;

impl db_config::FromDatabaseUrl for Server {
    const BACKENDS: db_config::Backends = db_config::Backends::POSTGRES;

    fn from_database_url(_: &db_config::DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Server)
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(schemes("sqlite"), max_connections = 5)]
    store: Store,
}

#[derive(DatabaseConfig)]
#[database(env = "NARROW_URL", schemes("sqlite"), max_connections = 5)]
enum Narrow {
    Store(Store),
}

fn main() {}
