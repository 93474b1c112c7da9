//! The typed values of a database URL, for an implementation of [`FromDatabaseUrl`](crate::FromDatabaseUrl): one struct
//! per database.
//!
//! Resolving a [`DatabaseUrl`] fills in the defaults, applies the variables and attributes, and checks that the query
//! parameters are consistent.
//!
//! The structs are `#[non_exhaustive]` because they grow. Read the fields that your client has options for. Reject the others
//! with [`Param::unsupported`] or [`DatabaseUrl::unsupported`]. db-config's own clients destructure the structs
//! without `..`, so that a forgotten field does not compile.

mod mongodb;
mod mysql;
mod pool;
mod postgres;
mod redis;
mod sqlite;

pub use self::mongodb::MongoDb;
pub use self::mysql::{MySql, MySqlSession};
pub use self::pool::{Pool, Timeouts};
pub use self::postgres::{Keepalives, LibpqParameter, Postgres, PostgresSession};
pub use self::redis::Redis;
pub use self::sqlite::{Sqlite, SqliteLocation};
pub use db_config_syntax::query::{
    ChannelBinding, LoadBalanceHosts, RedisProtocol, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous,
    SslNegotiation, TargetSessionAttrs,
};

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use crate::system;
use crate::url::{DatabaseUrl, Host, Pair, UrlPart};
use db_config_syntax::Backend;
use db_config_syntax::values::{boolean, number};

/// The resolved values of a URL of any database.
///
/// ```
/// use db_config::DatabaseUrl;
/// use db_config::resolved::Resolved;
///
/// let url: DatabaseUrl = "postgres://app@db.example.com/orders?connect_timeout=5".parse()?;
/// let Resolved::Postgres(postgres) = Resolved::resolve(&url)? else { panic!() };
/// assert_eq!(postgres.servers[0].host, "db.example.com");
/// assert_eq!(postgres.servers[0].port, Some(5432));
/// assert_eq!(postgres.database, "orders");
/// assert_eq!(postgres.tls.mode(), db_config::TlsMode::Require);
/// assert_eq!(postgres.timeouts.connect.unwrap().value.as_secs(), 5);
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "it lives as long as one conversion")]
pub enum Resolved<'a> {
    /// PostgreSQL.
    Postgres(Postgres<'a>),
    /// MySQL and MariaDB.
    MySql(MySql<'a>),
    /// SQLite.
    Sqlite(Sqlite<'a>),
    /// MongoDB.
    MongoDb(MongoDb<'a>),
    /// Redis and Valkey.
    Redis(Redis<'a>),
}

impl<'a> Resolved<'a> {
    /// Resolves a URL.
    ///
    /// # Errors
    ///
    /// Parts of the URL contradict each other, such as TLS and a PostgreSQL Unix socket.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        match url.backend() {
            Backend::Postgres => Postgres::resolve(url).map(Self::Postgres),
            Backend::MySql => MySql::resolve(url).map(Self::MySql),
            Backend::Sqlite => Sqlite::resolve(url).map(Self::Sqlite),
            Backend::MongoDb => MongoDb::resolve(url).map(Self::MongoDb),
            Backend::Redis => Redis::resolve(url).map(Self::Redis),
        }
    }
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Server<'a> {
    /// The host name in its ASCII form, the address without brackets, or the path of a Unix socket.
    ///
    /// The path is that of the directory for PostgreSQL, and of the socket file for MySQL, MongoDB and Redis.
    pub host: Cow<'a, str>,
    /// Whether the client connects to a Unix socket: the host is a path, and there is no address.
    pub is_socket: bool,
    /// The IP address from libpq's `hostaddr`, which the client connects to instead of looking up the host.
    pub address: Option<IpAddr>,
    /// The port. The default is filled in for PostgreSQL and Redis; for the other databases `None` is the client's default.
    pub port: Option<u16>,
}

impl<'a> Server<'a> {
    fn from_host(host: &'a Host) -> Self {
        let (address, is_socket) = (host.address(), host.is_socket());
        Self { host: host.lookup_name().into(), is_socket, address, port: host.port() }
    }
}

/// A value that is or may contain a secret. `Debug` writes `***`.
///
/// ```
/// use db_config::DatabaseUrl;
/// use db_config::resolved::Postgres;
///
/// let url: DatabaseUrl = "postgres://app:hunter2@db.example.com/app".parse()?;
/// let password = Postgres::resolve(&url)?.password.unwrap();
/// assert_eq!(format!("{password:?}"), "***");
/// assert_eq!(password.expose_secret(), "hunter2");
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Secret<'a>(&'a str);

impl<'a> Secret<'a> {
    /// Returns the unredacted value.
    pub fn expose_secret(self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A value and the name of the query parameter, variable or attribute that set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Param<'a, T> {
    /// The value.
    pub value: T,
    /// The name of the query parameter as the URL spells it, of the variable or of the attribute, for error messages.
    pub name: &'a str,
}

impl<'a, T> Param<'a, T> {
    /// Returns the error that `client` does not support this parameter, which is marked in the redacted URL.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::Postgres;
    ///
    /// let url: DatabaseUrl = "postgres://app@db.example.com/app?load_balance_hosts=random".parse()?;
    /// let param = Postgres::resolve(&url)?.load_balance_hosts.unwrap();
    /// let error = param.unsupported(&url, "the pinger");
    /// assert_eq!(error.message(), "the pinger does not support `load_balance_hosts`");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn unsupported(&self, url: &DatabaseUrl, client: &str) -> UrlError {
        url.unsupported(client, format_args!("`{}`", self.name), UrlPart::Parameter(self.name))
    }

    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Param<'a, U> {
        Param { value: map(self.value), name: self.name }
    }
}

/// Rejects the parameters that are set.
macro_rules! reject {
    ($url:expr, $client:expr, [$($param:expr),* $(,)?]) => {
        $(if let Some(param) = &$param {
            return Err(param.unsupported($url, $client));
        })*
    };
}
pub(crate) use reject;

/// Returns a string parameter.
fn text<'a>(name: &'a str, value: &'a str) -> Option<Param<'a, &'a str>> {
    Some(Param { value, name })
}

/// Returns a number. `ValueType` has validated it.
fn count<'a>(name: &'a str, value: &str) -> Option<Param<'a, u32>> {
    number(value).map(|value| Param { value, name })
}

fn flag<'a>(name: &'a str, value: &str) -> Option<Param<'a, bool>> {
    boolean(value).map(|value| Param { value, name })
}

/// Returns one of several accepted values. `ValueType` has validated it.
fn choice<T>(name: &str, value: Option<T>) -> Option<Param<'_, T>> {
    value.map(|value| Param { value, name })
}

/// Returns a duration in the unit of the parameter. `ValueType` has validated it.
fn duration(pair: &Pair) -> Option<Param<'_, Duration>> {
    pair.row.value_type.duration(&pair.value).map(|value| Param { value, name: &pair.name })
}

/// Rejects a time that is too long for PostgreSQL and SQLite, which store the milliseconds as an `int`.
fn require_int(url: &DatabaseUrl, param: Option<Param<'_, Duration>>) -> Result<(), UrlError> {
    match param {
        Some(param) if i32::try_from(param.value.as_millis()).is_err() => Err(url
            .error(ProblemKind::InvalidValue, UrlPart::Parameter(param.name))
            .with_message(format!("`{}` is too long (maximum {} ms, about 24 days)", param.name, i32::MAX))
            .with_help("use at most 24 days")),
        _ => Ok(()),
    }
}

/// Returns the user name. The default is the name of the current OS user.
#[allow(clippy::redundant_closure, reason = "the lifetimes differ")]
fn user(url: &DatabaseUrl) -> Result<&str, UrlError> {
    url.username().or_else(|| system::user()).ok_or_else(|| {
        url.error(ProblemKind::InvalidValue, UrlPart::Hosts)
            .with_message("the URL has no user name, and the current OS user has no name either")
            .with_help("add the user name before the host, as in `user@host`")
    })
}

/// Handles a parameter of another database, which the table never returns for this one.
fn unexpected_for_backend(pair: &Pair) {
    debug_assert!(false, "{:?} is not a key of this backend", pair.row.key);
}

/// Returns the maximum number of prepared statements of a connection.
fn statement_cache<'a>(
    size: Option<Param<'a, u32>>,
    prepared: Option<Param<'a, bool>>,
    pgbouncer: Option<Param<'a, bool>>,
) -> Option<Param<'a, u32>> {
    let none = |param: Param<'a, bool>| param.map(|_| 0);
    let forbidden = prepared.filter(|prepared| !prepared.value).map(none);
    // Several clients share one server connection behind PgBouncer.
    pgbouncer.filter(|pgbouncer| pgbouncer.value).map(none).or(forbidden).or(size)
}
