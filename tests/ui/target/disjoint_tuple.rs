use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, UrlError};

struct Server;

impl FromDatabaseUrl for Server {
    const BACKENDS: Backends = Backends::POSTGRES;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Server)
    }
}

struct File;

impl FromDatabaseUrl for File {
    const BACKENDS: Backends = Backends::SQLITE;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(File)
    }
}

#[derive(DatabaseConfig)]
struct Config {
    orders: Option<(Server, File)>,
}

fn main() {
    let _ = Config::from_env();
}
