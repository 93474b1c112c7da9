use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings, SqliteFile};

#[derive(DatabaseConfig)]
#[database(max_connections = 20)]
enum Store {
    #[database(max_connections = 5, busy_timeout = "5s")]
    Sqlite(SqliteFile),
    #[database(connect_timeout = "5s", busy_timeout = "5s")]
    Server((Server, PoolSettings)),
}

struct Server;

impl db_config::FromDatabaseUrl for Server {
    const BACKENDS: db_config::Backends = db_config::Backends::POSTGRES;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Server)
    }
}

fn main() {}
