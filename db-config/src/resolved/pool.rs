use std::time::Duration;

use super::{Param, count, milliseconds, seconds};
use crate::error::{ProblemKind, UrlError};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::query::PoolOption;

/// The options of a connection pool. Zero means no limit, as in libpq and Prisma.
///
/// An option that a field's type does not support is a warning, not an error, because other services may share the URL:
/// see [`warnings`](crate::DatabaseConfig::warnings).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Pool<'a> {
    /// The maximum number of connections.
    pub max_connections: Option<Param<'a, u32>>,
    /// The minimum number of connections.
    pub min_connections: Option<Param<'a, u32>>,
    /// How long to wait for a connection from the pool.
    pub acquire_timeout: Option<Param<'a, Duration>>,
    /// How long a connection may stay idle.
    pub idle_timeout: Option<Param<'a, Duration>>,
    /// How long a connection may live.
    pub max_lifetime: Option<Param<'a, Duration>>,
}

/// The timeouts of each connection. Zero means no limit. PostgreSQL's `statement_timeout` is in
/// [`PostgresSession`](super::PostgresSession).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Timeouts<'a> {
    /// `connect_timeout`: how long to wait for a new connection.
    pub connect: Option<Param<'a, Duration>>,
    /// `busy_timeout`: how long SQLite waits for a lock.
    pub busy: Option<Param<'a, Duration>>,
}

/// The most that PostgreSQL's own `max_connections` can be; MySQL's is smaller.
const MAX_CONNECTIONS: u32 = 262_143;

/// Stores the value of a parameter where it belongs.
pub(super) fn store<'a>(
    key: PoolOption,
    name: &'a str,
    value: &'a str,
    pool: &mut Pool<'a>,
    timeouts: &mut Timeouts<'a>,
) {
    match key {
        PoolOption::MaxConnections => pool.max_connections = count(name, value),
        PoolOption::MinConnections => pool.min_connections = count(name, value),
        PoolOption::AcquireTimeout => pool.acquire_timeout = seconds(name, value),
        PoolOption::IdleTimeout => pool.idle_timeout = seconds(name, value),
        PoolOption::MaxLifetime => pool.max_lifetime = seconds(name, value),
        PoolOption::ConnectTimeout => timeouts.connect = seconds(name, value),
        PoolOption::BusyTimeout => timeouts.busy = milliseconds(name, value),
        // A part of the session.
        PoolOption::StatementTimeout => {}
    }
}

impl Pool<'_> {
    /// The minimum and maximum number of connections, which must be consistent.
    ///
    /// # Errors
    ///
    /// The maximum is 0, or less than the minimum: several pools would panic. Or it is so large that the pools could
    /// not reserve the places.
    pub fn sizes(&self, url: &DatabaseUrl) -> Result<(Option<u32>, Option<u32>), UrlError> {
        let (min, max) = (self.min_connections.map(|min| min.value), self.max_connections.map(|max| max.value));
        // An attribute is the application's own, and cannot be what an operator has to change.
        let param = [self.max_connections, self.min_connections].into_iter().flatten();
        let by = param.map(|param| param.name).find(|by| !url.is_attribute(by)).unwrap_or_default();
        let error = |message: String, help| {
            Err(url.error(ProblemKind::InvalidValue, UrlPart::Key(by)).with_message(message).with_help(help))
        };
        match (min, max) {
            (_, Some(0)) => error("a pool that can have no connections".to_owned(), "write a maximum above 0"),
            (_, Some(max)) if max > MAX_CONNECTIONS => error(
                format!("a pool of {max} connections, which is above {MAX_CONNECTIONS}"),
                "write a smaller maximum",
            ),
            (Some(min), Some(max)) if min > max => {
                let is_minimum = self.min_connections.is_some_and(|param| param.name == by);
                let help = if is_minimum { "write a minimum not above it" } else { "write a maximum not below it" };
                error(format!("a pool of at least {min} and at most {max} connections"), help)
            }
            sizes => Ok(sizes),
        }
    }
}
