//! From settings to a pool in one step.

use std::error::Error;
use std::fmt;
use std::future::Future;

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::sealed::Sealed;
use crate::target::from_database_url::{Companions, FromDatabaseUrl, redacted};
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// A client's pool, or a client that is one, which its settings alone can open: sqlx's `Pool<DB>`, SeaORM's
/// `DatabaseConnection`, mongodb's `Client`, mysql_async's `Pool`; each behind its feature. It is what [`Connect`]
/// takes. It is sealed.
#[diagnostic::on_unimplemented(
    message = "`Connect<{Self}>` is not supported, because `{Self}` is not a client pool that db-config can open",
    label = "enable the pool's feature of `db-config`, such as `sqlx-postgres`; for r2d2, bb8 and deadpool use `PoolSettings`"
)]
pub trait Connectable: Sealed + Sized {
    /// What it is opened with.
    type Settings: FromDatabaseUrl;
    /// The client's error if it cannot be opened.
    type Error: Error + Send + Sync + 'static;

    /// Opens it as the client does.
    ///
    /// # Errors
    ///
    /// The client's own.
    fn connect(settings: &Self::Settings) -> impl Future<Output = Result<Self, Self::Error>> + Send;
}

/// The settings of a pool, and how to open it: the type of a field that gives the client's own pool in one step.
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
/// Its `Debug` shows the redacted URL and the TLS mode.
pub struct Connect<P: Connectable> {
    settings: P::Settings,
    /// Whether a struct is `Sized` depends on its last field. rustc reports an unsupported `P` only once with a last field
    /// that does not depend on it.
    last: (),
}

impl<P: Connectable> Connect<P> {
    /// Opens the pool, as the client does: sqlx and SeaORM connect once, mongodb and mysql_async when they first need to.
    ///
    /// # Errors
    ///
    /// The client's own.
    ///
    /// # Panics
    ///
    /// sqlx's `AnyPool` does, as long as nobody has called `sqlx::any::install_default_drivers()`.
    pub async fn connect(&self) -> Result<P, P::Error> {
        P::connect(&self.settings).await
    }

    /// The settings.
    pub fn settings(&self) -> &P::Settings {
        &self.settings
    }

    /// The settings, to change them before the client takes them.
    #[must_use]
    pub fn into_settings(self) -> P::Settings {
        self.settings
    }
}

impl<P: Connectable<Settings: Clone>> Clone for Connect<P> {
    fn clone(&self) -> Self {
        Self { settings: self.settings.clone(), last: () }
    }
}

impl<P: Connectable> fmt::Debug for Connect<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connect").field(&redacted(&self.settings)).finish()
    }
}

impl<P: Connectable> FromDatabaseUrl for Connect<P> {
    const BACKENDS: Backends = P::Settings::BACKENDS;
    const CAPABILITIES: Capabilities = P::Settings::CAPABILITIES;
    const TLS_MODES: TlsModes = P::Settings::TLS_MODES;
    const POOL_DEFAULTS: PoolDefaults = P::Settings::POOL_DEFAULTS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        P::Settings::from_database_url(url).map(|settings| Self { settings, last: () })
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        P::Settings::from_database_url_with(url, companions).map(|settings| Self { settings, last: () })
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
