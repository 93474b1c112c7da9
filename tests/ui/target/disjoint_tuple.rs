use db_config::{Backend, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, UrlError};

struct Server;

impl FromDatabaseUrl for Server {
    const SCHEMES: &'static [&'static str] = Backend::Postgres.schemes();

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Server)
    }
}

struct File;

impl FromDatabaseUrl for File {
    const SCHEMES: &'static [&'static str] = Backend::Sqlite.schemes();

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
