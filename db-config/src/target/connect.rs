//! [`Connect`]: a field type that opens the client's pool.

#[cfg(any(feature = "r2d2-0_8", feature = "bb8-0_9"))]
pub(crate) mod managed;

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::report::ReportFile;
use crate::sealed::Sealed;
use crate::target::from_database_url::{Companions, FromDatabaseUrl, redacted};
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;
use db_config_syntax::printable::printable;

/// A client pool that [`Connect`] can open. The trait is sealed.
///
/// It is implemented for these types. Each needs the feature of its client:
///
/// - `Pool<DB>` of sqlx
/// - `DatabaseConnection` of SeaORM
/// - `Client` of mongodb
/// - `Pool` of mysql_async
/// - `Pool<M>` of r2d2 (blocking) and of bb8, if the manager `M` implements [`FromDatabaseUrl`], as Diesel's and
///   diesel-async's managers do
#[diagnostic::on_unimplemented(
    message = "`Connect<{Self}>` is not supported, because `{Self}` is not a client pool that db-config can open",
    label = "enable the pool's feature of `db-config`, such as `sqlx-postgres`; for deadpool use `PoolSettings`",
    note = "if the feature is enabled, check the client's version: `sqlx-postgres` is for sqlx 0.9, `sqlx-0_8-postgres` for 0.8"
)]
pub trait Connectable: Sealed + Sized {
    /// The client options that the pool is opened with.
    type Settings: FromDatabaseUrl;
    /// The client's error.
    type Error: Error + Send + Sync + 'static;

    /// The result of [`Connect::connect`]: a [`Connecting`] future, or for a blocking pool a `Result`.
    type Connecting<'a>;

    /// Opens the pool.
    ///
    /// # Errors
    ///
    /// Returns the client's error.
    fn connect(settings: &Self::Settings) -> Self::Connecting<'_>;
}

/// The future of [`Connect::connect`].
pub type Connecting<'a, P> = Pin<Box<dyn Future<Output = Result<P, <P as Connectable>::Error>> + Send + 'a>>;

/// A field type that holds the options of a client's pool and opens the pool. [`Connectable`] lists the pools.
///
/// `P` needs the feature of its client: the example needs `sqlx-0_9-postgres`.
///
/// ```no_run
/// # #[cfg(feature = "sqlx-0_9-postgres")] mod example {
/// use db_config::{Connect, DatabaseConfig};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(max_connections = 20)]
///     orders: Connect<sqlx::PgPool>,
/// }
///
/// async fn open() -> Result<sqlx::PgPool, Box<dyn std::error::Error>> {
///     Ok(Config::from_env()?.orders.connect().await?)
/// }
/// # }
/// ```
///
/// `Debug` prints the redacted URL, the TLS mode, the variable that the URL comes from, and for SQLite the absolute path of the
/// file and whether it exists.
pub struct Connect<P: Connectable> {
    settings: P::Settings,
    source: Option<String>,
    file: Option<ReportFile>,
    /// Whether a struct is `Sized` depends on its last field. rustc reports an unsupported `P` only once with a last field
    /// that does not depend on it.
    _last: (),
}

impl<P: Connectable> Connect<P> {
    fn new(settings: P::Settings, url: &DatabaseUrl) -> Self {
        Self { settings, source: url.source.clone(), file: url.report_file(), _last: () }
    }

    /// Opens the pool: `connect().await?`, or `connect()?` for a blocking pool.
    ///
    /// sqlx and SeaORM open one connection. mongodb and mysql_async connect when the pool is first used. r2d2 opens the
    /// minimum number of connections, which is the maximum by default, and blocks the thread: in an async function, call it
    /// in `spawn_blocking`. bb8 opens the minimum number, which is 0 by default.
    ///
    /// # Errors
    ///
    /// Returns the client's error.
    ///
    /// # Panics
    ///
    /// `AnyPool` of sqlx panics if your application has not called `sqlx::any::install_default_drivers()`.
    pub fn connect(&self) -> P::Connecting<'_> {
        P::connect(&self.settings)
    }

    /// Returns the variable that the URL comes from, or a description of the default. Returns `None` if the URL was not
    /// loaded by a configuration.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Returns the SQLite file, as it was when the configuration was loaded. Returns `None` for other databases and for a
    /// database in memory.
    pub fn file(&self) -> Option<&ReportFile> {
        self.file.as_ref()
    }

    /// Returns the options of the pool.
    pub fn settings(&self) -> &P::Settings {
        &self.settings
    }

    /// Converts this value into the options of the pool, for example to change them before you open it.
    #[must_use]
    pub fn into_settings(self) -> P::Settings {
        self.settings
    }
}

impl<P: Connectable<Settings: Clone>> Clone for Connect<P> {
    fn clone(&self) -> Self {
        let Self { settings, source, file, _last: () } = self;
        Self { settings: settings.clone(), source: source.clone(), file: file.clone(), _last: () }
    }
}

impl<P: Connectable> fmt::Debug for Connect<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("Connect");
        tuple.field(&redacted(&self.settings));
        if let Some(file) = &self.file {
            tuple.field(&format_args!("file {file}"));
        }
        if let Some(source) = &self.source {
            tuple.field(&format_args!("from {}", printable(source)));
        }
        tuple.finish()
    }
}

impl<P: Connectable> FromDatabaseUrl for Connect<P> {
    const BACKENDS: Backends = P::Settings::BACKENDS;
    const CAPABILITIES: Capabilities = P::Settings::CAPABILITIES;
    const TLS_MODES: TlsModes = P::Settings::TLS_MODES;
    const POOL_DEFAULTS: PoolDefaults = P::Settings::POOL_DEFAULTS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        P::Settings::from_database_url(url).map(|settings| Self::new(settings, url))
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        P::Settings::from_database_url_with(url, companions).map(|settings| Self::new(settings, url))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        P::Settings::tls(url)
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        P::Settings::tls_with(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt_redacted(f)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        P::Settings::capabilities(url)
    }
}
