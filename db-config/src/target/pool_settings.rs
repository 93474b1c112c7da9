//! [`PoolSettings`]: the pool options for r2d2, bb8 and deadpool.

use std::fmt;
use std::time::Duration;

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::Pool;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::{limit, longest, pool, sizes_within};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// The pool options from the URL, its environment variables and the attributes, for r2d2, bb8 or deadpool.
///
/// Use it in a tuple with the options of the connection. The methods `r2d2`, `bb8` and `deadpool` need the features
/// `r2d2-0_8`, `bb8-0_9` and `deadpool-0_13`. The other methods need no feature.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(max_connections = 20, acquire_timeout = "5s")]
///     orders: (DatabaseUrl, PoolSettings), // with Diesel: `(ConnectionManager<PgConnection>, PoolSettings)`
/// }
///
/// let source = [("DATABASE_URL", "postgres://app@localhost/orders"), ("DATABASE_MAX_CONNECTIONS", "40")];
/// let (_, pool) = Config::from_source(&source)?.orders;
/// assert_eq!(pool.max_connections(), Some(40));
/// assert_eq!(pool.acquire_timeout().unwrap().as_secs(), 5);
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PoolSettings {
    max_connections: Option<u32>,
    min_connections: Option<u32>,
    acquire_timeout: Option<Duration>,
    /// `Some(None)` is no limit.
    idle_timeout: Option<Option<Duration>>,
    max_lifetime: Option<Option<Duration>>,
    /// The first option that deadpool does not support, and the parameter, variable or attribute that sets it.
    unsupported_by_deadpool: Option<(&'static str, String)>,
}

/// The default maximum of r2d2 and bb8, which panic if the minimum is greater than the maximum.
const DEFAULT_MAX_CONNECTIONS: u32 = 10;

/// Sets the options on the builder of r2d2 or bb8, which have the same setters.
#[cfg(any(feature = "r2d2-0_8", feature = "bb8-0_9"))]
macro_rules! with_settings {
    ($settings:expr, $builder:expr) => {{
        let mut builder = $builder;
        if let Some(count) = $settings.max_connections {
            builder = builder.max_size(count);
        }
        if let Some(count) = $settings.min_connections {
            builder = builder.min_idle(Some(count));
        }
        if let Some(timeout) = $settings.acquire_timeout {
            builder = builder.connection_timeout(timeout);
        }
        if let Some(timeout) = $settings.idle_timeout {
            builder = builder.idle_timeout(timeout);
        }
        if let Some(lifetime) = $settings.max_lifetime {
            builder = builder.max_lifetime(lifetime);
        }
        builder
    }};
}

impl PoolSettings {
    /// Returns the maximum number of connections, or `None` to use the pool's default.
    pub fn max_connections(&self) -> Option<u32> {
        self.max_connections
    }

    /// Returns the minimum number of connections, or `None` to use the pool's default.
    pub fn min_connections(&self) -> Option<u32> {
        self.min_connections
    }

    /// Returns the maximum time to wait for a connection from the pool, or `None` to use the pool's default.
    pub fn acquire_timeout(&self) -> Option<Duration> {
        self.acquire_timeout
    }

    /// Returns the maximum time that a connection may be idle. `Some(None)` is no limit. `None` is the pool's default.
    #[allow(clippy::option_option, reason = "the builders of the pools have this type")]
    pub fn idle_timeout(&self) -> Option<Option<Duration>> {
        self.idle_timeout
    }

    /// Returns the maximum age of a connection. `Some(None)` is no limit. `None` is the pool's default.
    #[allow(clippy::option_option, reason = "the builders of the pools have this type")]
    pub fn max_lifetime(&self) -> Option<Option<Duration>> {
        self.max_lifetime
    }

    /// Returns an r2d2 builder with these options. Requires the feature `r2d2-0_8`.
    ///
    /// The type is also `diesel::r2d2::Builder`. The features of Diesel enable `r2d2-0_8`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "diesel-2-sqlite")] {
    /// # use db_config::{DatabaseConfig, PoolSettings};
    /// use diesel::SqliteConnection;
    /// use diesel::r2d2::{ConnectionManager, Pool};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     orders: (ConnectionManager<SqliteConnection>, PoolSettings),
    /// }
    ///
    /// let (manager, pool) = Config::from_env()?.orders;
    /// let pool: Pool<_> = pool.r2d2().build(manager)?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "r2d2-0_8")]
    pub fn r2d2<M: ::r2d2::ManageConnection>(&self) -> ::r2d2::Builder<M> {
        with_settings!(self, ::r2d2::Builder::new())
    }

    /// Returns a bb8 builder with these options: `pool.bb8().build(manager).await?`. Requires the feature `bb8-0_9`.
    #[cfg(feature = "bb8-0_9")]
    pub fn bb8<M: ::bb8::ManageConnection>(&self) -> ::bb8::Builder<M> {
        with_settings!(self, ::bb8::Builder::new())
    }

    /// Returns a deadpool `PoolConfig` with these options. Requires the feature `deadpool-0_13`.
    ///
    /// Build the pool with `Pool::builder(manager).config(pool.deadpool()?).runtime(Runtime::Tokio1).build()?`. The
    /// runtime is needed for `acquire_timeout`.
    ///
    /// # Errors
    ///
    /// Returns an error if `min_connections`, `idle_timeout` or `max_lifetime` is set: deadpool does not support them.
    #[cfg(feature = "deadpool-0_13")]
    pub fn deadpool(&self) -> Result<::deadpool::managed::PoolConfig, UrlError> {
        if let Some((option, name)) = &self.unsupported_by_deadpool {
            let origin = if option == name { String::new() } else { format!(" (set by {name})") };
            return Err(UrlError::new(format!("deadpool does not support `{option}`{origin}")).with_help("remove it"));
        }
        Ok(self.deadpool_only())
    }

    /// Returns the options that deadpool supports.
    #[cfg(feature = "deadpool-0_13")]
    pub(crate) fn deadpool_only(&self) -> ::deadpool::managed::PoolConfig {
        let mut config = ::deadpool::managed::PoolConfig::default();
        if let Some(count) = self.max_connections {
            config.max_size = count as usize;
        }
        config.timeouts.wait = self.acquire_timeout;
        config
    }
}

impl FromDatabaseUrl for PoolSettings {
    const BACKENDS: Backends = Backends::ALL;
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS
        .union(Capabilities::MIN_CONNECTIONS)
        .union(Capabilities::ACQUIRE_TIMEOUT)
        .union(Capabilities::IDLE_TIMEOUT)
        .union(Capabilities::MAX_LIFETIME);
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        // The timeouts are those of the connection.
        let (pool, _timeouts) = pool(url)?;
        let (min, max) = sizes_within(url, &pool, "a pool", DEFAULT_MAX_CONNECTIONS)?;
        let Pool { max_connections: _, min_connections, acquire_timeout, idle_timeout, max_lifetime } = pool;
        let unsupported_by_deadpool = [
            ("min_connections", min_connections.map(|param| param.name)),
            ("idle_timeout", idle_timeout.map(|param| param.name)),
            ("max_lifetime", max_lifetime.map(|param| param.name)),
        ];
        let unsupported_by_deadpool =
            unsupported_by_deadpool.into_iter().find_map(|(option, name)| Some((option, name?.to_owned())));
        Ok(Self {
            max_connections: max,
            min_connections: min,
            acquire_timeout: longest(acquire_timeout),
            idle_timeout: limit(idle_timeout),
            max_lifetime: limit(max_lifetime),
            unsupported_by_deadpool,
        })
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let max = self.max_connections.unwrap_or(DEFAULT_MAX_CONNECTIONS);
        match self.min_connections {
            Some(min) => write!(f, "a pool of {min} to {max} connections"),
            None => write!(f, "a pool of up to {max} connections"),
        }
    }
}
