use std::time::Duration;

use super::{Param, count, duration};
use crate::error::{ProblemKind, UrlError};
use crate::url::{DatabaseUrl, Pair, UrlPart};
use db_config_syntax::query::PoolOption;

/// The options of a connection pool.
///
/// An option that is not set is `None`: use the client's default. A time of zero means no limit, as in libpq and Prisma.
///
/// An option that a field's type does not support is a [warning](crate::DatabaseConfig::warnings) and not an error,
/// because several services may share the URL.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Pool<'a> {
    /// The maximum number of connections.
    pub max_connections: Option<Param<'a, u32>>,
    /// The minimum number of connections.
    pub min_connections: Option<Param<'a, u32>>,
    /// The longest time to wait for a connection from the pool.
    pub acquire_timeout: Option<Param<'a, Duration>>,
    /// The longest time that a connection may be idle.
    pub idle_timeout: Option<Param<'a, Duration>>,
    /// The longest time that a connection may live.
    pub max_lifetime: Option<Param<'a, Duration>>,
}

/// The timeouts of a connection. Zero means no limit.
///
/// PostgreSQL's `statement_timeout` is in [`PostgresSession`](super::PostgresSession).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Timeouts<'a> {
    /// The longest time to wait for a new connection (`connect_timeout`).
    pub connect: Option<Param<'a, Duration>>,
    /// The longest time that SQLite waits for a lock (`busy_timeout`).
    pub busy: Option<Param<'a, Duration>>,
}

/// The largest value of the server's own `max_connections` in PostgreSQL. MySQL's is smaller.
const MAX_CONNECTIONS: u32 = 262_143;

/// Stores the value of a parameter where it belongs.
pub(super) fn store<'a>(key: PoolOption, pair: &'a Pair, pool: &mut Pool<'a>, timeouts: &mut Timeouts<'a>) {
    let Pair { name, value, .. } = pair;
    match key {
        PoolOption::MaxConnections => pool.max_connections = count(name, value),
        PoolOption::MinConnections => pool.min_connections = count(name, value),
        PoolOption::AcquireTimeout => pool.acquire_timeout = duration(pair),
        PoolOption::IdleTimeout => pool.idle_timeout = duration(pair),
        PoolOption::MaxLifetime => pool.max_lifetime = duration(pair),
        PoolOption::ConnectTimeout => timeouts.connect = duration(pair),
        PoolOption::BusyTimeout => timeouts.busy = duration(pair),
        // In `PostgresSession`.
        PoolOption::StatementTimeout => {}
        // In `Connect`.
        PoolOption::Wait => {}
    }
}

impl Pool<'_> {
    /// Returns the minimum and maximum number of connections, if they are consistent.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::Postgres;
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?connection_limit=5".parse()?;
    /// assert_eq!(Postgres::resolve(&url)?.pool.sizes(&url)?, (None, Some(5)));
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?connection_limit=0".parse()?;
    /// let error = Postgres::resolve(&url)?.pool.sizes(&url).unwrap_err();
    /// assert_eq!(error.message(), "`connection_limit` must be at least 1");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - The maximum is 0 or less than the minimum. Several pools would panic.
    /// - The maximum is above 262143, for which pools cannot reserve the memory.
    pub fn sizes(&self, url: &DatabaseUrl) -> Result<(Option<u32>, Option<u32>), UrlError> {
        let (min, max) = (self.min_connections, self.max_connections);
        // Mark the parameter or the variable, which an operator can change, and not an attribute.
        let names = [max, min].into_iter().flatten().map(|param| param.name);
        let marked = names.into_iter().find(|name| !url.is_attribute(name)).unwrap_or_default();
        let error = |message: String, help: String| {
            Err(url.error(ProblemKind::InvalidValue, UrlPart::Parameter(marked)).with_message(message).with_help(help))
        };
        let in_range = || format!("use a number from 1 to {MAX_CONNECTIONS}");
        match (min, max) {
            (_, Some(max)) if max.value == 0 => error(format!("`{}` must be at least 1", max.name), in_range()),
            (_, Some(max)) if max.value > MAX_CONNECTIONS => {
                error(format!("`{}` must be at most {MAX_CONNECTIONS}", max.name), in_range())
            }
            (Some(min), Some(max)) if min.value > max.value => {
                let help = match marked == min.name {
                    true => format!("lower `{}` to at most {}", min.name, max.value),
                    false => format!("raise `{}` to at least {}", max.name, min.value),
                };
                let (min_value, max_value) = (min.value, max.value);
                let message = format!("`{}` ({min_value}) is greater than `{}` ({max_value})", min.name, max.name);
                error(message, help)
            }
            (min, max) => Ok((min.map(|min| min.value), max.map(|max| max.value))),
        }
    }
}
