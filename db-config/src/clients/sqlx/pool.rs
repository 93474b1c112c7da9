use std::fmt;

use super::sqlx::Database;
use super::sqlx::pool::PoolOptions;
use crate::capabilities::Capabilities;
use crate::clients::sqlx;
use crate::error::UrlError;
use crate::resolved::{Pool, Timeouts};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::{limit, longest, pool, sizes_within};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// Supports sqlx 0.9 (feature `sqlx-postgres`, `sqlx-mysql`, `sqlx-sqlite` or `sqlx-any`) and sqlx 0.8 (feature
/// `sqlx-0_8-postgres`, ...).
///
/// It has only the pool options of the URL, so use it in a tuple with the connection's options:
/// `(PgConnectOptions, PgPoolOptions)`. sqlx's `acquire_timeout` includes the time to connect.
impl<DB: Database> FromDatabaseUrl for PoolOptions<DB> {
    const BACKENDS: Backends = Backends::SQL;
    const CAPABILITIES: Capabilities = sqlx::POOL;
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        let (pool, timeouts) = pool(url)?;
        let (min, max) = sizes_within(url, &pool, "sqlx", 10)?;
        let Pool { max_connections: _, min_connections: _, acquire_timeout, idle_timeout, max_lifetime } = pool;
        let Timeouts { connect, busy: _ } = timeouts;
        let mut options = PoolOptions::new();
        if let Some(count) = max {
            options = options.max_connections(count);
        }
        if let Some(count) = min {
            options = options.min_connections(count);
        }
        if let Some(timeout) = longest(acquire_timeout.or(connect)) {
            options = options.acquire_timeout(timeout);
        }
        if let Some(timeout) = limit(idle_timeout) {
            options = options.idle_timeout(timeout);
        }
        if let Some(lifetime) = limit(max_lifetime) {
            options = options.max_lifetime(lifetime);
        }
        Ok(options)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        sqlx::capabilities(url, Self::CAPABILITIES)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a pool of {} to {} connections", self.get_min_connections(), self.get_max_connections())
    }
}
