use db_config::{DatabaseConfig, DatabaseUrl, SqliteFile, TlsPlan};

#[derive(DatabaseConfig)]
#[database(max_connections = 20, busy_timeout = "5s", connect_timeout = "5s")]
enum Store {
    Sqlite(SqliteFile),
    #[allow(dead_code)]
    Server((Server, (DatabaseUrl, TlsPlan))),
}

struct Server;

impl db_config::FromDatabaseUrl for Server {
    const BACKENDS: db_config::Backends = db_config::Backends::POSTGRES;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Server)
    }
}

fn main() {}
