use db_config::{Backend, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, SqliteFile, TlsPlan, UrlError};

struct Mongo;

impl FromDatabaseUrl for Mongo {
    const SCHEMES: &'static [&'static str] = Backend::MongoDb.schemes();

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Mongo)
    }
}

/// Orders and users.
#[derive(DatabaseConfig)]
#[database(prefix = "APP_", env("STORE_URL", "DATABASE_URL"), default = "sqlite:/app.db")]
#[database(schemes("sqlite", "mongodb"), tls = "require", libpq_env, crate = ::db_config)]
enum Store {
    /// A file.
    Sqlite((SqliteFile, TlsPlan)),
    Mongo(Mongo),
}

#[derive(DatabaseConfig)]
struct Config {
    store: Store,

    #[database(env = "CACHE_URL")]
    cache: Option<Store>,
}

#[derive(DatabaseConfig)]
enum Nested {
    Store(Store),
}

fn main() {}
