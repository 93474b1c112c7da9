//! The clients: the result of each client's own parser, and the content of the options that db-config builds.

mod c_libraries;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use db_config::{Backend, DatabaseConfig, DieselUrl, FromDatabaseUrl, SqliteFile, TlsMode};
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use mongodb::options::{ConnectionString, HostInfo, Tls};
use refinery::config::ConfigDbType;
use tokio_postgres::config::SslMode;

pub(super) use self::c_libraries::decode;
use self::c_libraries::{diesel_mysql, libpq, opened};
use super::Refusal;
use super::paths::plain;

/// The result of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Connect to a server in this mode.
    Server(TlsMode),
    /// Connect to a server in this mode, with a connector of the application that verifies the server.
    Connector(TlsMode),
    /// Open this file.
    File(PathBuf),
    /// Open a database in memory.
    Memory,
    /// The options cannot be inspected.
    Hidden,
}

impl Reading {
    /// Returns the mode of a connection to a server.
    pub(super) fn mode(&self) -> Option<TlsMode> {
        match self {
            Reading::Server(mode) | Reading::Connector(mode) => Some(*mode),
            Reading::File(_) | Reading::Memory | Reading::Hidden => None,
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
    settings: T,
}

/// Builds the client options from the variables.
pub(super) fn load<T: FromDatabaseUrl>(source: &Variables) -> Result<T, Refusal> {
    Config::from_source(source).map(|config| config.settings).map_err(|error| Refusal::of(&error))
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

/// Returns all rows, in the order of the table.
pub(super) fn rows() -> Vec<Row> {
    use Backend::{MongoDb, MySql, Postgres, Sqlite};
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
        row::<refinery::config::Config>("refinery 0.10", MySql),
        row::<sqlx::sqlite::SqliteConnectOptions>("sqlx 0.9", Sqlite),
        row::<sqlx::any::AnyConnectOptions>("sqlx 0.9 `Any`", Sqlite),
        row::<sqlx_0_8::sqlite::SqliteConnectOptions>("sqlx 0.8", Sqlite),
        row::<sqlx_0_8::any::AnyConnectOptions>("sqlx 0.8 `Any`", Sqlite),
        row::<sea_orm::ConnectOptions>("SeaORM 2.0", Sqlite),
        row::<sea_orm_1_1::ConnectOptions>("SeaORM 1.1", Sqlite),
        row::<DieselUrl>("Diesel 2.3", Sqlite),
        row::<SqliteFile>("rusqlite", Sqlite),
        row::<refinery::config::Config>("refinery 0.10", Sqlite),
        row::<ConnectionString>("mongodb 3", MongoDb),
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
                    Ok(Reading::Server(match self.get_ssl_mode() {
                        // sqlx does not try TLS with `Allow`.
                        PgSslMode::Disable | PgSslMode::Allow => TlsMode::Off,
                        PgSslMode::Prefer => TlsMode::Prefer,
                        PgSslMode::Require => TlsMode::Require,
                        PgSslMode::VerifyCa => TlsMode::VerifyCa,
                        PgSslMode::VerifyFull => TlsMode::VerifyFull,
                    }))
                }
            }

            impl Client for MySqlConnectOptions {
                fn raw(text: &str) -> Result<Reading, String> {
                    Self::from_str(text).map_err(message)?.reading()
                }

                fn reading(&self) -> Result<Reading, String> {
                    Ok(Reading::Server(match self.get_ssl_mode() {
                        MySqlSslMode::Disabled => TlsMode::Off,
                        MySqlSslMode::Preferred => TlsMode::Prefer,
                        MySqlSslMode::Required => TlsMode::Require,
                        MySqlSslMode::VerifyCa => TlsMode::VerifyCa,
                        MySqlSslMode::VerifyIdentity => TlsMode::VerifyFull,
                    }))
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
        match text.split_once(':').map(|(scheme, _)| scheme) {
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
            Reading::Connector(TlsMode::Require) => Err("TLS is required, and it has none".to_owned()),
            _ => Ok(Reading::Server(TlsMode::Off)),
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

impl Client for tokio_postgres::Config {
    fn raw(text: &str) -> Result<Reading, String> {
        Self::from_str(text).map_err(message)?.reading()
    }

    fn reading(&self) -> Result<Reading, String> {
        Ok(Reading::Connector(match self.get_ssl_mode() {
            SslMode::Disable => TlsMode::Off,
            SslMode::Require => TlsMode::Require,
            _ => TlsMode::Prefer,
        }))
    }
}

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
        Ok(Reading::Server(match self.ssl_opts() {
            None => TlsMode::Off,
            Some(options) if options.accept_invalid_certs() => TlsMode::Require,
            Some(options) if options.skip_domain_validation() => TlsMode::VerifyCa,
            Some(_) => TlsMode::VerifyFull,
        }))
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
        match self.db_type() {
            ConfigDbType::Postgres if self.use_tls() => Ok(Reading::Server(TlsMode::VerifyFull)),
            ConfigDbType::Postgres => Ok(Reading::Server(TlsMode::Off)),
            ConfigDbType::Mysql => mysql_async::Opts::raw(&format!("mysql://localhost/{}", field("db_name"))),
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
        Ok(Reading::Server(match &self.tls {
            Some(Tls::Enabled(options)) if is_insecure || options.allow_invalid_certificates == Some(true) => {
                TlsMode::Require
            }
            Some(Tls::Enabled(_)) => TlsMode::VerifyFull,
            // The client turns TLS on after it has looked up the servers.
            None if matches!(self.host_info, HostInfo::DnsRecord(_)) => TlsMode::VerifyFull,
            _ => TlsMode::Off,
        }))
    }
}

fn message(error: impl std::fmt::Display) -> String {
    error.to_string()
}
