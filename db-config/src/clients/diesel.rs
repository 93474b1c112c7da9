//! Diesel 2, whose options are a string. The connection of each backend parses it differently.

mod connect;
mod mysql;
mod postgres;
mod sqlite;

use std::fmt;

use ::diesel::connection::LoadConnection;
use ::diesel::r2d2::ConnectionManager;
use ::diesel::{Connection, QueryResult};

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::sealed::Sealed;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::DatabaseUrl;
use db_config_syntax::{Backend, Backends};

const CLIENT: &str = "Diesel";

/// A string for Diesel's `Connection::establish` (feature `diesel-postgres`, `diesel-mysql` or `diesel-sqlite`).
///
/// [`expose_secret`](Self::expose_secret) returns the string. `Debug` writes the redacted URL, and there is no `Display`.
///
/// ```
/// use db_config::{DatabaseUrl, DieselUrl, FromDatabaseUrl};
///
/// let url: DatabaseUrl = "sqlite:app.db".parse()?;
/// let url = DieselUrl::from_database_url(&url)?;
/// assert_eq!(url.expose_secret(), "app.db"); // SqliteConnection::establish(url.expose_secret())
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Clone)]
pub struct DieselUrl {
    text: String,
    redacted: String,
    /// The TLS mode in parentheses; empty for SQLite.
    tls: String,
}

impl DieselUrl {
    /// Returns the string for `establish`, secrets included.
    pub fn expose_secret(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for DieselUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DieselUrl").field(&self.redacted).finish()
    }
}

impl FromDatabaseUrl for DieselUrl {
    const BACKENDS: Backends = Backends::SQL;
    const CAPABILITIES: Capabilities = CAPABILITIES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        let tls = match url.backend() {
            Backend::Sqlite => String::new(),
            _ => format!(" (TLS {})", url.tls().mode()),
        };
        Ok(Self { text: establish_text(url)?, redacted: url.redacted(), tls })
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.redacted, self.tls)
    }
}

/// Supports the r2d2 manager of any Diesel 2 connection (feature `diesel-postgres`, `diesel-mysql` or `diesel-sqlite`).
///
/// The field accepts the schemes of the connection's backend.
impl<C: Connection> FromDatabaseUrl for ConnectionManager<C>
where
    C::Backend: DieselBackend,
{
    const BACKENDS: Backends = Backends::from_slice(&[<C::Backend as DieselBackend>::BACKEND]);
    const CAPABILITIES: Capabilities = CAPABILITIES.only(Self::BACKENDS);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        Ok(ConnectionManager::new(establish_text(url)?))
    }

    /// Writes no URL, because the manager does not expose it.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a manager of {} connections", <C::Backend as DieselBackend>::BACKEND.name())
    }
}

/// libpq supports timeouts. Diesel's other connections have no parameters for them.
pub(crate) const CAPABILITIES: Capabilities = Capabilities::CONNECT_TIMEOUT
    .union(Capabilities::STATEMENT_TIMEOUT)
    .union(Capabilities::LIBPQ_PARAMETERS)
    .union(Capabilities::CONNECTION_PARAMETERS)
    .union(Capabilities::NAMED_STATEMENTS)
    .only(Backends::POSTGRES)
    .union(Capabilities::OTHER_CLI.only(Backends::SQLITE));

/// A Diesel backend: `Pg` (feature `diesel-postgres`), `Mysql` (`diesel-mysql`) or `Sqlite` (`diesel-sqlite`).
///
/// This trait is sealed.
#[diagnostic::on_unimplemented(
    message = "the Diesel backend `{Self}` needs a feature of `db-config`",
    note = "enable `diesel-postgres`, `diesel-mysql` or `diesel-sqlite`"
)]
pub trait DieselBackend: Sealed + ::diesel::backend::Backend {
    /// The database of this backend.
    const BACKEND: Backend;

    /// Returns the texts of a column in the first row of a statement's answer.
    #[doc(hidden)]
    fn text<C: LoadConnection<Backend = Self>>(
        connection: &mut C,
        statement: &'static str,
        column: usize,
    ) -> QueryResult<Option<String>>;
}

#[cfg(feature = "diesel-2-postgres")]
impl Sealed for ::diesel::pg::Pg {}

#[cfg(feature = "diesel-2-postgres")]
impl DieselBackend for ::diesel::pg::Pg {
    const BACKEND: Backend = Backend::Postgres;

    connect::text!();
}

#[cfg(feature = "diesel-2-mysql")]
impl Sealed for ::diesel::mysql::Mysql {}

#[cfg(feature = "diesel-2-mysql")]
impl DieselBackend for ::diesel::mysql::Mysql {
    const BACKEND: Backend = Backend::MySql;

    connect::text!();
}

#[cfg(feature = "diesel-2-sqlite")]
impl Sealed for ::diesel::sqlite::Sqlite {}

#[cfg(feature = "diesel-2-sqlite")]
impl DieselBackend for ::diesel::sqlite::Sqlite {
    const BACKEND: Backend = Backend::Sqlite;

    connect::text!();
}

/// Returns the string for the connection of the URL's backend.
pub(crate) fn establish_text(url: &DatabaseUrl) -> Result<String, UrlError> {
    match url.backend() {
        Backend::Postgres => postgres::text(url),
        Backend::MySql => mysql::text(url),
        _ => sqlite::text(url),
    }
}
