//! The pool alone, for pools that are built around another client's settings: r2d2, bb8, deadpool.

use std::fmt;
use std::time::Duration;

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::Pool;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::{limit, longest, pool, sizes_within};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// What the URL, the variables beside it and the attributes say about the pool, for r2d2, bb8 or deadpool: in a tuple
/// with the settings of the connections.
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
    /// `None` in it: no limit.
    idle_timeout: Option<Option<Duration>>,
    max_lifetime: Option<Option<Duration>>,
}

/// What r2d2 and bb8 take if nothing is said, and panic if the minimum is above it.
const DEFAULT_MAX_CONNECTIONS: u32 = 10;

/// r2d2's builder and bb8's have the same setters.
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
    /// The maximum number of connections, if it is said.
    pub fn max_connections(&self) -> Option<u32> {
        self.max_connections
    }

    /// The minimum number of connections, if it is said.
    pub fn min_connections(&self) -> Option<u32> {
        self.min_connections
    }

    /// How long to wait for a connection from the pool, if it is said.
    pub fn acquire_timeout(&self) -> Option<Duration> {
        self.acquire_timeout
    }

    /// How long a connection may stay idle, if it is said; `Some(None)` is without a limit.
    #[allow(clippy::option_option, reason = "the pools' own settings are such a limit")]
    pub fn idle_timeout(&self) -> Option<Option<Duration>> {
        self.idle_timeout
    }

    /// How long a connection may live, if it is said; `Some(None)` is without a limit.
    #[allow(clippy::option_option, reason = "the pools' own settings are such a limit")]
    pub fn max_lifetime(&self) -> Option<Option<Duration>> {
        self.max_lifetime
    }

    /// Returns r2d2's builder with these options. Diesel's `diesel::r2d2::Builder` is the same type.
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

    /// bb8's builder with these settings: `pool.bb8().build(manager).await?`.
    #[cfg(feature = "bb8-0_9")]
    pub fn bb8<M: ::bb8::ManageConnection>(&self) -> ::bb8::Builder<M> {
        with_settings!(self, ::bb8::Builder::new())
    }

    /// deadpool's settings: `Pool::builder(manager).config(pool.deadpool()?).runtime(Runtime::Tokio1).build()?`. An
    /// `acquire_timeout` needs the runtime.
    ///
    /// # Errors
    ///
    /// A minimum, an idle timeout or a lifetime, which deadpool has no setting for.
    #[cfg(feature = "deadpool-0_13")]
    pub fn deadpool(&self) -> Result<::deadpool::managed::PoolConfig, UrlError> {
        let Self { max_connections, min_connections, acquire_timeout, idle_timeout, max_lifetime } = self;
        let ignored = [
            ("min_connections", min_connections.is_some()),
            ("idle_timeout", idle_timeout.is_some()),
            ("max_lifetime", max_lifetime.is_some()),
        ];
        if let Some((word, _)) = ignored.iter().find(|(_, is_set)| *is_set) {
            return Err(UrlError::new(format!("deadpool cannot carry `{word}`")).with_help("remove it"));
        }
        let mut config = ::deadpool::managed::PoolConfig::default();
        if let Some(count) = max_connections {
            config.max_size = *count as usize;
        }
        config.timeouts.wait = *acquire_timeout;
        Ok(config)
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
        // The timeouts are the connection's.
        let (pool, _timeouts) = pool(url)?;
        let (min, max) = sizes_within(url, &pool, "a pool", DEFAULT_MAX_CONNECTIONS)?;
        let Pool { max_connections: _, min_connections: _, acquire_timeout, idle_timeout, max_lifetime } = pool;
        Ok(Self {
            max_connections: max,
            min_connections: min,
            acquire_timeout: longest(acquire_timeout),
            idle_timeout: limit(idle_timeout),
            max_lifetime: limit(max_lifetime),
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
