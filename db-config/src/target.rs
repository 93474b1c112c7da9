//! What a field's type can be: the settings of a client.

#[cfg(feature = "deadpool-postgres")]
mod deadpool_postgres;
#[cfg(any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite"))]
pub(crate) mod diesel;
// It has no backend but Diesel's.
#[cfg(all(
    feature = "diesel-async",
    any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite")
))]
mod diesel_async;
#[cfg(feature = "mongodb")]
pub(crate) mod mongodb;
#[cfg(feature = "mysql-async")]
mod mysql_async;
#[allow(dead_code, reason = "for the clients of two features")]
mod mysql_async_text;
#[cfg(feature = "refinery")]
mod refinery;
#[cfg(feature = "sea-orm-1_1")]
mod sea_orm_1_1;
#[cfg(feature = "sea-orm")]
mod sea_orm_2;
#[cfg(any(
    feature = "sqlx-0_8-postgres",
    feature = "sqlx-0_8-mysql",
    feature = "sqlx-0_8-sqlite",
    feature = "sqlx-0_8-any"
))]
mod sqlx_0_8;
#[cfg(any(feature = "sqlx-postgres", feature = "sqlx-mysql", feature = "sqlx-sqlite", feature = "sqlx-any"))]
mod sqlx_0_9;
#[allow(dead_code, reason = "for the clients of two features and more")]
mod sqlx_text;
#[allow(dead_code, reason = "for the clients of several features")]
mod text;
#[cfg(feature = "tokio-postgres")]
mod tokio_postgres;
#[allow(dead_code, reason = "for the clients of several features")]
mod tokio_postgres_text;

use std::path::PathBuf;

use crate::error::UrlError;
use crate::keys::Key;
use crate::scheme::{self, Schemes};
use crate::{Backend, DatabaseUrl, SqliteFile, TlsPlan};

/// Settings that are made from a database URL: what the type of a field implements.
///
/// This crate implements it for the settings of each client, behind the client's feature, and for
/// [`DatabaseUrl`], [`PathBuf`], [`SqliteFile`] and [`TlsPlan`]. Implement it for the settings of a
/// client of your own:
///
/// ```
/// use db_config::{Backend, DatabaseUrl, FromDatabaseUrl, UrlError};
///
/// struct Pinger {
///     host: String,
/// }
///
/// impl FromDatabaseUrl for Pinger {
///     const SCHEMES: &'static [&'static str] = Backend::Postgres.schemes();
///
///     fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
///         let host = url.host().ok_or_else(|| UrlError::new("there is no host to ping"))?;
///         Ok(Self { host: host.to_owned() })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from a database URL",
    label = "not the settings of a database client",
    note = "a client's settings need the client's feature of `db-config`:\n\
            sqlx-postgres: PgConnectOptions; sqlx-mysql: MySqlConnectOptions; sqlx-sqlite: SqliteConnectOptions; \
            sqlx-any: AnyConnectOptions; sea-orm: ConnectOptions;\n\
            diesel-postgres, diesel-mysql, diesel-sqlite: ConnectionManager<C>, DieselUrl; \
            diesel-async: AsyncDieselConnectionManager<C>;\n\
            mongodb: ConnectionString, ClientOptions; tokio-postgres, deadpool-postgres, refinery: Config; \
            mysql-async: Opts",
    note = "without a feature: DatabaseUrl, std::path::PathBuf, SqliteFile, TlsPlan, and whatever implements `FromDatabaseUrl`",
    note = "a plain value of a variable: `#[database(env = \"NAME\", from_str)]`",
    note = "if the feature is on, the type is from another major version of the client than the one that `db-config` knows"
)]
pub trait FromDatabaseUrl: Sized {
    /// The schemes that it takes, which the compiler checks `schemes(...)` and `default` against. A
    /// word stands for its backend with all of its spellings: [`Backend::schemes`] lists them.
    const SCHEMES: &'static [&'static str];

    /// Whether it holds the client's certificate for a client whose own settings cannot: [`TlsPlan`].
    #[doc(hidden)]
    const HOLDS_CERTIFICATES: bool = false;

    /// Makes the settings. Nothing is opened or created.
    ///
    /// # Errors
    ///
    /// The URL says something that the client cannot carry, or the client refuses the settings. The
    /// scheme is one of [`SCHEMES`](Self::SCHEMES) when the derive calls it; others may call it with
    /// any.
    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError>;
}

impl FromDatabaseUrl for DatabaseUrl {
    const SCHEMES: &'static [&'static str] = scheme::ALL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        if url.backend() == Backend::Sqlite {
            url.sqlite_path()?;
        }
        Ok(url.clone())
    }
}

/// The path alone: [`DatabaseUrl::sqlite_path`]; of a database in memory the URI that every connection of a
/// pool shares, which SQLite takes with its URI flag. Where the URL says more about the file (`mode=ro`,
/// `cache`), the type is [`SqliteFile`].
impl FromDatabaseUrl for PathBuf {
    const SCHEMES: &'static [&'static str] = Backend::Sqlite.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let file = SqliteFile::from_database_url(url)?;
        let carried = match (file.in_memory, file.create) {
            (true, _) => &[Key::Mode, Key::Cache][..],
            (_, true) => &[Key::Mode],
            _ => &[],
        };
        url.carries("a PathBuf", carried).map_err(|error| error.with_remedy("give the field the type `SqliteFile`"))?;
        Ok(file.path)
    }
}

/// For large settings, such as those of an enum's one variant among small ones.
impl<T: FromDatabaseUrl> FromDatabaseUrl for Box<T> {
    const SCHEMES: &'static [&'static str] = T::SCHEMES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        T::from_database_url(url).map(Box::new)
    }
}

impl FromDatabaseUrl for TlsPlan {
    const SCHEMES: &'static [&'static str] = scheme::ALL;

    const HOLDS_CERTIFICATES: bool = true;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(url.tls())
    }
}

/// Both from the same URL: the connection's settings and the pool's, or a client's and its [`TlsPlan`].
impl<A: FromDatabaseUrl, B: FromDatabaseUrl> FromDatabaseUrl for (A, B) {
    const SCHEMES: &'static [&'static str] = const { &Schemes::intersection(A::SCHEMES, B::SCHEMES) }.as_slice();

    const HOLDS_CERTIFICATES: bool = A::HOLDS_CERTIFICATES || B::HOLDS_CERTIFICATES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        let url = &url.beside_certificates(Self::HOLDS_CERTIFICATES);
        Ok((A::from_database_url(url)?, B::from_database_url(url)?))
    }
}
