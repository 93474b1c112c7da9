//! What a database URL means: one typed value per backend, made once from the URL and its context, between
//! [`DatabaseUrl`] and the settings of one client.
//!
//! The clients of this crate destructure the value without `..`, so that a forgotten field does not compile. Outside
//! this crate the structs are `#[non_exhaustive]`, because they grow: read the fields that your client has settings
//! for, and refuse the others with [`DatabaseUrl::unsupported`].

mod mongodb;
mod mysql;
mod pool;
mod postgres;
mod sqlite;

pub use self::mongodb::MongoDb;
pub use self::mysql::{MySql, MySqlSession};
pub use self::pool::{Pool, Timeouts};
pub use self::postgres::{Keepalives, LibpqParameter, Postgres, PostgresSession};
pub use self::sqlite::{Sqlite, SqliteLocation};
pub use db_config_syntax::query::{
    ChannelBinding, LoadBalanceHosts, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, SslNegotiation,
    TargetSessionAttrs,
};

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use crate::system;
use crate::url::{DatabaseUrl, Host, Pair, UrlPart};
use db_config_syntax::Backend;
use db_config_syntax::values::{boolean, duration, number};

/// The resolved value of any backend.
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
}

impl<'a> Resolved<'a> {
    /// Resolves the URL.
    ///
    /// # Errors
    ///
    /// Its parts contradict each other, such as TLS over a PostgreSQL Unix socket.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        match url.backend() {
            Backend::Postgres => Postgres::resolve(url).map(Self::Postgres),
            Backend::MySql => MySql::resolve(url).map(Self::MySql),
            Backend::Sqlite => Sqlite::resolve(url).map(Self::Sqlite),
            Backend::MongoDb => MongoDb::resolve(url).map(Self::MongoDb),
        }
    }
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Server<'a> {
    /// The name in its ASCII form, the address without brackets, or the path of a Unix socket: its folder for
    /// PostgreSQL, its file for MySQL and MongoDB.
    pub host: Cow<'a, str>,
    /// Whether the host is the path of a Unix socket, and no address overrides it.
    pub is_socket: bool,
    /// The address from libpq's `hostaddr`, in addition to the name that it stands for.
    pub address: Option<IpAddr>,
    /// The port; for PostgreSQL the default is filled in, for the others `None` means the client's own.
    pub port: Option<u16>,
}

impl<'a> Server<'a> {
    fn from_host(host: &'a Host) -> Self {
        let (address, is_socket) = (host.address(), host.is_socket());
        Self { host: host.lookup_name().into(), is_socket, address, port: host.port() }
    }
}

/// A text that is a secret, or may hold one: its `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Secret<'a>(&'a str);

impl<'a> Secret<'a> {
    /// The text.
    pub fn expose_secret(self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A value, and what gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Param<'a, T> {
    /// The value.
    pub value: T,
    /// The key as the URL spells it, or the libpq variable that stands for it: for messages.
    pub name: &'a str,
}

impl<'a, T> Param<'a, T> {
    /// The error that `client` cannot carry it.
    #[must_use]
    pub fn unsupported(&self, url: &DatabaseUrl, client: &str) -> UrlError {
        url.unsupported(client, format_args!("`{}`", self.name), UrlPart::Key(self.name))
    }

    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Param<'a, U> {
        Param { value: map(self.value), name: self.name }
    }
}

/// Refuses the values that are given.
macro_rules! reject {
    ($url:expr, $client:expr, [$($param:expr),* $(,)?]) => {
        $(if let Some(param) = &$param {
            return Err(param.unsupported($url, $client));
        })*
    };
}
pub(crate) use reject;

/// A pair's text.
fn text<'a>(name: &'a str, value: &'a str) -> Option<Param<'a, &'a str>> {
    Some(Param { value, name })
}

/// The pair's number; its `ValueType` has checked that it is one.
fn count<'a>(name: &'a str, value: &str) -> Option<Param<'a, u32>> {
    number(value).map(|value| Param { value, name })
}

fn flag<'a>(name: &'a str, value: &str) -> Option<Param<'a, bool>> {
    boolean(value).map(|value| Param { value, name })
}

/// A pair's word; its `ValueType` has checked that it is one.
fn word<T>(name: &str, value: Option<T>) -> Option<Param<'_, T>> {
    value.map(|value| Param { value, name })
}

fn seconds<'a>(name: &'a str, value: &str) -> Option<Param<'a, Duration>> {
    duration(value, Some(1000)).map(|value| Param { value, name })
}

fn milliseconds<'a>(name: &'a str, value: &str) -> Option<Param<'a, Duration>> {
    duration(value, Some(1)).map(|value| Param { value, name })
}

/// Refuses a time that PostgreSQL and SQLite cannot have: in milliseconds it is an `int`.
fn require_int(url: &DatabaseUrl, param: Option<Param<'_, Duration>>) -> Result<(), UrlError> {
    match param {
        Some(param) if i32::try_from(param.value.as_millis()).is_err() => Err(url
            .error(ProblemKind::InvalidValue, UrlPart::Key(param.name))
            .with_message(format!("a time above {} ms, the longest that the database takes", i32::MAX))
            .with_help("write less than 25 days")),
        _ => Ok(()),
    }
}

/// The user; if the URL names none, the operating system's.
#[allow(clippy::redundant_closure, reason = "the lifetimes differ")]
fn user(url: &DatabaseUrl) -> Result<&str, UrlError> {
    url.username().or_else(|| system::user()).ok_or_else(|| {
        url.error(ProblemKind::InvalidValue, UrlPart::Hosts)
            .with_message("no user, and the name of this process's user is not known")
            .with_help("write the user before the host, as in `user@host`")
    })
}

/// A key of another backend, which the table never finds for this one.
fn unexpected_for_backend(pair: &Pair) {
    debug_assert!(false, "{:?} is not a key of this backend", pair.row.key);
}

/// How many prepared statements a connection may keep.
fn statement_cache<'a>(
    size: Option<Param<'a, u32>>,
    prepared: Option<Param<'a, bool>>,
    pgbouncer: Option<Param<'a, bool>>,
) -> Option<Param<'a, u32>> {
    let none = |param: Param<'a, bool>| param.map(|_| 0);
    let forbidden = prepared.filter(|prepared| !prepared.value).map(none);
    // PgBouncer shares one server connection among many clients.
    pgbouncer.filter(|pgbouncer| pgbouncer.value).map(none).or(forbidden).or(size)
}
