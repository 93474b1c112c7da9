//! The clients: the result of each client's own parser, and the content of the options that db-config builds.

mod c_libraries;

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::str::FromStr;

use db_config::resolved::Postgres;
use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, SqliteFile, TlsMode};
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use fred::types::config::{TlsConfig, TlsConnector};
use mongodb::options::{ConnectionString, HostInfo, Tls};
use redis::ConnectionAddr;
use refinery::config::ConfigDbType;
use tokio_postgres::config::{Host, SslMode};

pub(super) use self::c_libraries::decode;
use self::c_libraries::{diesel_mysql, libpq, opened};
use super::Refusal;
use super::paths::plain;

/// A connection to a server, or to one of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    pub mode: TlsMode,
    /// The addresses with their ports, and the paths of sockets.
    pub hosts: Vec<String>,
    pub user: Option<String>,
    pub database: Option<String>,
}

/// The result of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Connect to a server.
    Server(Server),
    /// Connect to a server, with a connector of the application that verifies the server.
    Connector(Server),
    /// Open this file.
    File(PathBuf),
    /// Open a database in memory.
    Memory,
    /// The options cannot be inspected.
    Hidden,
}

impl Reading {
    /// Returns the connection to a server.
    pub(super) fn server(&self) -> Option<&Server> {
        match self {
            Reading::Server(server) | Reading::Connector(server) => Some(server),
            Reading::File(_) | Reading::Memory | Reading::Hidden => None,
        }
    }

    /// Returns the mode of a connection to a server.
    pub(super) fn mode(&self) -> Option<TlsMode> {
        self.server().map(|server| server.mode)
    }
}

impl Server {
    /// A connection to PostgreSQL, whose user and database have defaults.
    fn postgres(mode: TlsMode, hosts: Vec<String>, user: Option<&str>, database: Option<&str>) -> Self {
        let given = |name: Option<&str>| name.filter(|name| !name.is_empty()).map(str::to_owned);
        let user = given(user).unwrap_or_else(system_user);
        Self { mode, hosts, database: Some(given(database).unwrap_or_else(|| user.clone())), user: Some(user) }
    }

    /// Returns a connection to Redis. The client sends a user only with a password, and `default` is the user without a name.
    fn redis(mode: TlsMode, hosts: Vec<String>, user: Option<&str>, has_password: bool, database: i64) -> Self {
        let user = has_password.then(|| user.unwrap_or("default").to_owned());
        Self {
            mode,
            hosts,
            user,
            database: Some(database).filter(|number| *number != 0).map(|number| number.to_string()),
        }
    }

    /// Returns a connection to MySQL. An empty name counts as left out.
    fn mysql(mode: TlsMode, host: String, user: Option<&str>, database: Option<&str>) -> Self {
        let given = |name: Option<&str>| name.filter(|name| !name.is_empty()).map(str::to_owned);
        Self { mode, hosts: vec![host], user: given(user), database: given(database) }
    }
}

/// Returns the user of this process, who is the default user of PostgreSQL's clients.
fn system_user() -> String {
    let url: DatabaseUrl = "postgres://localhost".parse().expect("valid");
    Postgres::resolve(&url).expect("valid").user.into_owned()
}

/// Returns a host and its port, written in one way.
fn at(host: &str, port: impl Display) -> String {
    let host = host.trim_start_matches('[').trim_end_matches([']', '/']);
    match host.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]:{port}"),
        Err(_) => format!("{}:{port}", host.to_lowercase()),
    }
}

impl Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reading::Server(server) | Reading::Connector(server) => {
                let Server { mode: _, hosts, user, database } = server;
                let user = user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
                let database = database.as_ref().map(|database| format!(" {database}")).unwrap_or_default();
                write!(f, "{user}{}{database}", hosts.join(","))
            }
            Reading::File(path) => write!(f, "{}", path.display()),
            Reading::Memory => f.write_str(":memory:"),
            Reading::Hidden => f.write_str("hidden"),
        }
    }
}

/// Client options that both the client and db-config can build from a URL.
trait Client: FromDatabaseUrl {
    /// Parses the URL with the client's own parser, without a connection.
    fn raw(text: &str) -> Result<Reading, String>;

    /// Returns the content of the options.
    fn reading(&self) -> Result<Reading, String>;
}

/// The environment variables of a configuration.
pub(super) type Variables<'a> = BTreeMap<&'a str, &'a str>;

/// A row of the table: one client with one of its databases.
#[derive(Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub backend: Backend,
    /// Returns the client's own result for the URL.
    pub raw: fn(&str) -> Result<Reading, String>,
    /// Returns db-config's error for the variables, or the result of the client options that it builds.
    pub ours: fn(&Variables) -> Result<Result<Reading, String>, Refusal>,
    /// Returns the TLS mode in db-config's report for the variables.
    reported: fn(&Variables) -> Option<TlsMode>,
}

/// The TLS mode of one client's options.
#[derive(Debug)]
pub struct Held {
    /// The client.
    pub client: &'static str,
    /// The mode that the options' own getters return.
    pub options: TlsMode,
    /// The mode in the report.
    pub report: TlsMode,
}

/// Returns the TLS modes of the clients that accept the variables and whose options can be inspected.
pub fn held(backend: Backend, source: &[(&str, &str)]) -> Vec<Held> {
    let source: Variables = source.iter().copied().collect();
    let rows = rows().into_iter().filter(|row| row.backend == backend);
    rows.filter_map(|row| {
        let reading = (row.ours)(&source).ok()?;
        let reading = reading.unwrap_or_else(|error| panic!("{}: {source:?}: {error}", row.name));
        Some(Held { client: row.name, options: reading.mode()?, report: (row.reported)(&source)? })
    })
    .collect()
}

#[derive(DatabaseConfig)]
struct Config<T> {
    #[database(env = "DATABASE_URL")]
    settings: T,
}

/// Reads the URL, for a field that supports every database, or only SQLite.
pub(super) fn load_url(source: &Variables, is_sqlite: bool) -> Result<DatabaseUrl, Refusal> {
    match is_sqlite {
        true => load_sqlite(source),
        false => load(source),
    }
}

/// Builds the client options from the variables.
fn load<T: FromDatabaseUrl>(source: &Variables) -> Result<T, Refusal> {
    Config::from_source(source).map(|config| config.settings).map_err(|error| Refusal::of(&error))
}

/// A field of an application that supports only SQLite.
#[derive(DatabaseConfig)]
struct SqliteConfig<T> {
    #[database(schemes("sqlite"))]
    settings: T,
}

fn load_sqlite<T: FromDatabaseUrl>(source: &Variables) -> Result<T, Refusal> {
    SqliteConfig::from_source(source).map(|config| config.settings).map_err(|error| Refusal::of(&error))
}

fn row<T: Client>(name: &'static str, backend: Backend) -> Row {
    Row {
        name,
        backend,
        raw: T::raw,
        ours: |source| load::<T>(source).map(|settings| settings.reading()),
        reported: |source| {
            let report = Config::<T>::report(source).ok()?;
            report.entries()[0].database().map(|database| database.tls().mode())
        },
    }
}

fn sqlite_row<T: Client>(name: &'static str) -> Row {
    let ours: fn(&Variables) -> _ = |source| load_sqlite::<T>(source).map(|settings| settings.reading());
    Row { ours, ..row::<T>(name, Backend::Sqlite) }
}

/// Returns all rows, in the order of the table.
pub(super) fn rows() -> Vec<Row> {
    use Backend::{MongoDb, MySql, Postgres, Redis};
    crate::connector::install_provider();
    vec![
        row::<sqlx::postgres::PgConnectOptions>("sqlx 0.9", Postgres),
        row::<sqlx::any::AnyConnectOptions>("sqlx 0.9 `Any`", Postgres),
        row::<sqlx_0_8::postgres::PgConnectOptions>("sqlx 0.8", Postgres),
        row::<sqlx_0_8::any::AnyConnectOptions>("sqlx 0.8 `Any`", Postgres),
        row::<sea_orm::ConnectOptions>("SeaORM 2.0", Postgres),
        row::<sea_orm_1_1::ConnectOptions>("SeaORM 1.1", Postgres),
        row::<DieselUrl>("Diesel 2.3", Postgres),
        row::<AsyncDieselConnectionManager<AsyncPgConnection>>("diesel-async 0.9", Postgres),
        row::<tokio_postgres::Config>("tokio-postgres 0.7", Postgres),
        row::<postgres::Config>("postgres 0.19", Postgres),
        row::<deadpool_postgres::Config>("deadpool-postgres 0.14", Postgres),
        row::<refinery::config::Config>("refinery 0.10", Postgres),
        row::<sqlx::mysql::MySqlConnectOptions>("sqlx 0.9", MySql),
        row::<sqlx::any::AnyConnectOptions>("sqlx 0.9 `Any`", MySql),
        row::<sqlx_0_8::mysql::MySqlConnectOptions>("sqlx 0.8", MySql),
        row::<sqlx_0_8::any::AnyConnectOptions>("sqlx 0.8 `Any`", MySql),
        row::<sea_orm::ConnectOptions>("SeaORM 2.0", MySql),
        row::<sea_orm_1_1::ConnectOptions>("SeaORM 1.1", MySql),
        row::<DieselUrl>("Diesel 2.3", MySql),
        row::<AsyncDieselConnectionManager<AsyncMysqlConnection>>("diesel-async 0.9", MySql),
        row::<mysql_async::Opts>("mysql_async 0.37", MySql),
        row::<mysql::Opts>("mysql 28", MySql),
        row::<refinery::config::Config>("refinery 0.10", MySql),
        sqlite_row::<sqlx::sqlite::SqliteConnectOptions>("sqlx 0.9"),
        sqlite_row::<sqlx::any::AnyConnectOptions>("sqlx 0.9 `Any`"),
        sqlite_row::<sqlx_0_8::sqlite::SqliteConnectOptions>("sqlx 0.8"),
        sqlite_row::<sqlx_0_8::any::AnyConnectOptions>("sqlx 0.8 `Any`"),
        sqlite_row::<sea_orm::ConnectOptions>("SeaORM 2.0"),
        sqlite_row::<sea_orm_1_1::ConnectOptions>("SeaORM 1.1"),
        sqlite_row::<DieselUrl>("Diesel 2.3"),
        sqlite_row::<SqliteFile>("rusqlite"),
        sqlite_row::<refinery::config::Config>("refinery 0.10"),
        row::<ConnectionString>("mongodb 3", MongoDb),
        row::<redis::ConnectionInfo>("redis 1", Redis),
        row::<deadpool_redis::Config>("deadpool-redis 0.23", Redis),
        row::<fred::types::config::Config>("fred 10", Redis),
    ]
}

/// sqlx, and SeaORM on top of it.
macro_rules! sqlx_and_sea_orm {
    ($sqlx:ident, $sea_orm:ident) => {
        const _: () = {
            use $sea_orm::{ConnectOptions, DbBackend};
            use $sqlx::any::AnyConnectOptions;
            use $sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
            use $sqlx::postgres::{PgConnectOptions, PgSslMode};
            use $sqlx::sqlite::SqliteConnectOptions;

            impl Client for PgConnectOptions {
                fn raw(text: &str) -> Result<Reading, String> {
                    Self::from_str(text).map_err(message)?.reading()
                }

                fn reading(&self) -> Result<Reading, String> {
                    let mode = match self.get_ssl_mode() {
                        // sqlx does not try TLS with `Allow`.
                        PgSslMode::Disable | PgSslMode::Allow => TlsMode::Off,
                        PgSslMode::Prefer => TlsMode::Prefer,
                        PgSslMode::Require => TlsMode::Require,
                        PgSslMode::VerifyCa => TlsMode::VerifyCa,
                        PgSslMode::VerifyFull => TlsMode::VerifyFull,
                    };
                    let socket = self.get_socket().map(|path| path.to_string_lossy());
                    let host = at(socket.as_deref().unwrap_or(self.get_host()), self.get_port());
                    let (user, database) = (self.get_username(), self.get_database());
                    Ok(Reading::Server(Server::postgres(mode, vec![host], Some(user), database)))
                }
            }

            impl Client for MySqlConnectOptions {
                fn raw(text: &str) -> Result<Reading, String> {
                    Self::from_str(text).map_err(message)?.reading()
                }

                fn reading(&self) -> Result<Reading, String> {
                    let mode = match self.get_ssl_mode() {
                        MySqlSslMode::Disabled => TlsMode::Off,
                        MySqlSslMode::Preferred => TlsMode::Prefer,
                        MySqlSslMode::Required => TlsMode::Require,
                        MySqlSslMode::VerifyCa => TlsMode::VerifyCa,
                        MySqlSslMode::VerifyIdentity => TlsMode::VerifyFull,
                    };
                    let host = match self.get_socket() {
                        Some(socket) => socket.to_string_lossy().into_owned(),
                        None => at(self.get_host(), self.get_port()),
                    };
                    let user = Some(self.get_username());
                    Ok(Reading::Server(Server::mysql(mode, host, user, self.get_database())))
                }
            }

            impl Client for SqliteConnectOptions {
                fn raw(text: &str) -> Result<Reading, String> {
                    Self::from_str(text).map_err(message)?.reading()
                }

                fn reading(&self) -> Result<Reading, String> {
                    // The options have no getter for this.
                    match format!("{self:?}").contains("in_memory: true") {
                        true => Ok(Reading::Memory),
                        false => opened(&self.get_filename().to_string_lossy()),
                    }
                }
            }

            /// The scheme selects the driver, as in the `Any` driver.
            impl Client for AnyConnectOptions {
                fn raw(text: &str) -> Result<Reading, String> {
                    let url = Self::from_str(text).map_err(message)?.database_url;
                    match url.scheme() {
                        "postgres" | "postgresql" => PgConnectOptions::raw(url.as_str()),
                        "mysql" | "mariadb" => MySqlConnectOptions::raw(url.as_str()),
                        "sqlite" => SqliteConnectOptions::raw(url.as_str()),
                        scheme => Err(format!("no driver found for URL scheme {scheme:?}")),
                    }
                }

                fn reading(&self) -> Result<Reading, String> {
                    Self::raw(self.database_url.as_str())
                }
            }

            /// SeaORM keeps the URL until `connect`, so this follows the steps of `connect`.
            impl Client for ConnectOptions {
                fn raw(text: &str) -> Result<Reading, String> {
                    AnyConnectOptions::from_str(text).map_err(message)?;
                    if DbBackend::MySql.is_prefix_of(text) {
                        MySqlConnectOptions::raw(text)
                    } else if DbBackend::Postgres.is_prefix_of(text) {
                        PgConnectOptions::raw(text)
                    } else if DbBackend::Sqlite.is_prefix_of(text) {
                        SqliteConnectOptions::raw(text)
                    } else {
                        Err("no supporting driver".to_owned())
                    }
                }

                fn reading(&self) -> Result<Reading, String> {
                    Self::raw(self.get_url())
                }
            }
        };
    };
}

sqlx_and_sea_orm!(sqlx, sea_orm);

sqlx_and_sea_orm!(sqlx_0_8, sea_orm_1_1);

/// The C libraries are not linked here, so this follows their manuals.
impl Client for DieselUrl {
    fn raw(text: &str) -> Result<Reading, String> {
        // A path can have a colon too.
        let scheme = text.split_once(':').filter(|(scheme, _)| !scheme.is_empty() && !scheme.contains('/'));
        match scheme.map(|(scheme, _)| scheme) {
            Some("postgres" | "postgresql") => libpq(text),
            Some("mysql") => diesel_mysql(text),
            Some("sqlite" | "sqlite3" | "file") | None => {
                opened(&text.replacen("sqlite://", "file:", usize::from(text.starts_with("sqlite://"))))
            }
            Some(scheme) => Err(format!("the scheme {scheme:?}")),
        }
    }

    fn reading(&self) -> Result<Reading, String> {
        Self::raw(self.expose_secret())
    }
}

/// Without db-config, `AsyncPgConnection::establish` always uses `NoTls`.
impl Client for AsyncDieselConnectionManager<AsyncPgConnection> {
    fn raw(text: &str) -> Result<Reading, String> {
        match tokio_postgres::Config::raw(text)? {
            Reading::Connector(server) if server.mode < TlsMode::Require => {
                Ok(Reading::Server(Server { mode: TlsMode::Off, ..server }))
            }
            _ => Err("TLS is required, and it has none".to_owned()),
        }
    }

    fn reading(&self) -> Result<Reading, String> {
        Ok(Reading::Hidden)
    }
}

impl Client for AsyncDieselConnectionManager<AsyncMysqlConnection> {
    fn raw(text: &str) -> Result<Reading, String> {
        mysql_async::Opts::raw(text)
    }

    fn reading(&self) -> Result<Reading, String> {
        Ok(Reading::Hidden)
    }
}

/// tokio-postgres, and postgres on top of it.
macro_rules! tokio_postgres {
    ($client:ident) => {
        impl Client for $client::Config {
            fn raw(text: &str) -> Result<Reading, String> {
                Self::from_str(text).map_err(message)?.reading()
            }

            fn reading(&self) -> Result<Reading, String> {
                let mode = match self.get_ssl_mode() {
                    SslMode::Disable => TlsMode::Off,
                    SslMode::Require => TlsMode::Require,
                    _ => TlsMode::Prefer,
                };
                let name = |host: &Host| match host {
                    Host::Tcp(name) => name.clone(),
                    Host::Unix(directory) => directory.to_string_lossy().into_owned(),
                };
                let addresses: Vec<String> = self.get_hostaddrs().iter().map(ToString::to_string).collect();
                let hosts = if addresses.is_empty() { self.get_hosts().iter().map(name).collect() } else { addresses };
                let ports = self.get_ports();
                let port = |i: usize| ports.get(if ports.len() == 1 { 0 } else { i }).copied().unwrap_or(5432);
                let hosts = hosts.iter().enumerate().map(|(i, host)| at(host, port(i))).collect();
                Ok(Reading::Connector(Server::postgres(mode, hosts, self.get_user(), self.get_dbname())))
            }
        }
    };
}

tokio_postgres!(tokio_postgres);
tokio_postgres!(postgres);

impl Client for deadpool_postgres::Config {
    fn raw(text: &str) -> Result<Reading, String> {
        Self { url: Some(text.to_owned()), ..Self::default() }.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        self.get_pg_config().map_err(message)?.reading()
    }
}

impl Client for mysql_async::Opts {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_url(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        let mode = match self.ssl_opts() {
            None => TlsMode::Off,
            Some(options) if options.accept_invalid_certs() => TlsMode::Require,
            Some(options) if options.skip_domain_validation() => TlsMode::VerifyCa,
            Some(_) => TlsMode::VerifyFull,
        };
        let host = match self.socket() {
            Some(socket) => socket.to_owned(),
            None => at(self.ip_or_hostname(), self.tcp_port()),
        };
        Ok(Reading::Server(Server::mysql(mode, host, self.user(), self.db_name())))
    }
}

impl Client for mysql::Opts {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_url(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        let mode = match self.get_ssl_opts() {
            None => TlsMode::Off,
            Some(options) if options.accept_invalid_certs() => TlsMode::Require,
            Some(options) if options.skip_domain_validation() => TlsMode::VerifyCa,
            Some(_) => TlsMode::VerifyFull,
        };
        let host = match self.get_socket() {
            Some(socket) => socket.to_owned(),
            None => at(self.get_ip_or_hostname().trim_matches(['[', ']']), self.get_tcp_port()),
        };
        Ok(Reading::Server(Server::mysql(mode, host, self.get_user(), self.get_db_name())))
    }
}

/// refinery joins its parts into a URL for the drivers. The parts without a getter are in its `Debug` output.
impl Client for refinery::config::Config {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_str(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        let debug = format!("{self:?}");
        let field = |name: &str| {
            let value = debug.split_once(&format!("{name}: Some(\"")).map(|(_, rest)| rest);
            value.and_then(|value| value.split_once("\")")).map(|(value, _)| value).unwrap_or_default()
        };
        let url = |scheme: &str| {
            let port = self.db_port().map(|port| format!(":{port}")).unwrap_or_default();
            let host = self.db_host().unwrap_or_default();
            format!("{scheme}://{}@{host}{port}/{}", field("db_user"), field("db_name"))
        };
        match self.db_type() {
            ConfigDbType::Postgres => match tokio_postgres::Config::raw(&url("postgres"))? {
                Reading::Connector(server) => {
                    let mode = if self.use_tls() { TlsMode::VerifyFull } else { TlsMode::Off };
                    Ok(Reading::Server(Server { mode, ..server }))
                }
                other => Ok(other),
            },
            ConfigDbType::Mysql => mysql_async::Opts::raw(&url("mysql")),
            // refinery opens the file without SQLite's flag for URIs.
            _ => Ok(Reading::File(plain(field("db_path")))),
        }
    }
}

impl Client for SqliteFile {
    fn raw(text: &str) -> Result<Reading, String> {
        opened(text)
    }

    fn reading(&self) -> Result<Reading, String> {
        opened(&self.path.to_string_lossy())
    }
}

impl Client for ConnectionString {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::parse(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        let is_insecure = self.tls_insecure() == Some(true);
        let mode = match &self.tls {
            Some(Tls::Enabled(options)) if is_insecure || options.allow_invalid_certificates == Some(true) => {
                TlsMode::Require
            }
            Some(Tls::Enabled(_)) => TlsMode::VerifyFull,
            // The client turns TLS on after it has looked up the servers.
            None if matches!(self.host_info, HostInfo::DnsRecord(_)) => TlsMode::VerifyFull,
            _ => TlsMode::Off,
        };
        let hosts = match &self.host_info {
            HostInfo::HostIdentifiers(hosts) => hosts.iter().map(|host| host.to_string().to_lowercase()).collect(),
            HostInfo::DnsRecord(name) => vec![name.to_lowercase()],
            other => return Err(format!("{other:?}")),
        };
        let user = self.credential.as_ref().and_then(|credential| credential.username.clone());
        Ok(Reading::Server(Server { mode, hosts, user, database: self.default_database.clone() }))
    }
}

impl Client for redis::ConnectionInfo {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_str(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        let (mode, host) = match self.addr() {
            ConnectionAddr::Tcp(host, port) => (TlsMode::Off, at(host, port)),
            ConnectionAddr::TcpTls { host, port, insecure: true, .. } => (TlsMode::Require, at(host, port)),
            ConnectionAddr::TcpTls { host, port, insecure: false, .. } => (TlsMode::VerifyFull, at(host, port)),
            ConnectionAddr::Unix(path) => (TlsMode::Off, path.to_string_lossy().into_owned()),
            other => return Err(other.to_string()),
        };
        let login = self.redis_settings();
        let has_password = login.password().is_some_and(|password| !password.is_empty());
        Ok(Reading::Server(Server::redis(mode, vec![host], login.username(), has_password, login.db())))
    }
}

impl Client for deadpool_redis::Config {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_url(text).reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        match (&self.url, &self.connection) {
            (Some(url), _) => redis::ConnectionInfo::raw(url),
            (None, Some(connection)) => redis::ConnectionInfo::from(connection.clone()).reading(),
            (None, None) => Err("no server".to_owned()),
        }
    }
}

impl Client for fred::types::config::Config {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_url(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        let mode = match &self.tls {
            None => TlsMode::Off,
            // The connector has no getter for its verification.
            Some(TlsConfig { connector: TlsConnector::Rustls(connector), .. }) => {
                match format!("{:?}", connector.config()).contains("Verifier { inner: None") {
                    true => TlsMode::Require,
                    false => TlsMode::VerifyFull,
                }
            }
        };
        let is_socket = self.server.is_unix_socket();
        let host = |server: fred::types::config::Server| match is_socket {
            true => server.host.to_string(),
            false => at(&server.host, server.port),
        };
        let hosts = self.server.hosts().into_iter().map(host).collect();
        let (user, database) = (self.username.as_deref(), self.database.unwrap_or_default().into());
        Ok(Reading::Server(Server::redis(mode, hosts, user, self.password.is_some(), database)))
    }
}

fn message(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verification_of_fred_is_read() {
        for (text, mode) in [("rediss://h", TlsMode::VerifyFull), ("rediss://h#insecure", TlsMode::Require)] {
            let config = fred::types::config::Config::from_database_url(&text.parse().unwrap()).unwrap();
            assert_eq!(config.reading().unwrap().mode(), Some(mode), "{text}");
        }
    }
}
