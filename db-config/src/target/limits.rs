//! Converts pool options and timeouts to those of clients and pools. Zero means no limit.

use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use crate::resolved::{MongoDb, MySql, Param, Pool, Postgres, Redis, Sqlite, Timeouts};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backend;

/// Returns the pool options and timeouts of a URL of any database.
pub(crate) fn pool(url: &DatabaseUrl) -> Result<(Pool<'_>, Timeouts<'_>), UrlError> {
    match url.backend() {
        Backend::Postgres => Postgres::resolve(url).map(|postgres| (postgres.pool, postgres.timeouts)),
        Backend::MySql => MySql::resolve(url).map(|mysql| (mysql.pool, mysql.timeouts)),
        Backend::Sqlite => Sqlite::resolve(url).map(|sqlite| (sqlite.pool, sqlite.timeouts)),
        Backend::MongoDb => MongoDb::resolve(url).map(|mongodb| (mongodb.pool, mongodb.timeouts)),
        // Pool options need no password.
        Backend::Redis => Redis::resolve_without_password(url).map(|redis| (redis.pool, redis.timeouts)),
    }
}

/// Returns the minimum and maximum sizes for a pool with the default maximum `default_max`.
///
/// # Errors
///
/// Returns an error if the minimum is greater than the maximum or the default maximum.
pub(crate) fn sizes_within(
    url: &DatabaseUrl,
    pool: &Pool<'_>,
    client: &str,
    default_max: u32,
) -> Result<(Option<u32>, Option<u32>), UrlError> {
    let sizes = pool.sizes(url)?;
    match pool.min_connections {
        Some(min) if min.value > default_max && pool.max_connections.is_none() => {
            let message = format!(
                "`{}` ({}) is greater than `max_connections` ({default_max}, the default of {client})",
                min.name, min.value
            );
            let error = url.error(ProblemKind::Unsupported, UrlPart::Parameter(min.name)).with_message(message);
            Err(error.with_help("add `max_connections`"))
        }
        _ => Ok(sizes),
    }
}

/// Returns the limit that a duration sets. Zero is `Some(None)`.
pub(crate) fn limit(param: Option<Param<'_, Duration>>) -> Option<Option<Duration>> {
    param.map(|param| (!param.value.is_zero()).then_some(param.value))
}

/// Returns the limit for a client that has none by default.
pub(crate) fn nonzero(param: Option<Param<'_, Duration>>) -> Option<Duration> {
    limit(param).flatten()
}

/// Returns the limit for a client that has a default limit and does not support "no limit".
pub(crate) fn longest(param: Option<Param<'_, Duration>>) -> Option<Duration> {
    const NO_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);
    limit(param).map(|limit| limit.unwrap_or(NO_LIMIT))
}

/// Returns the seconds for a client that supports only whole seconds, rounded up: 0 would be no limit.
pub(crate) fn whole_seconds(param: Option<Param<'_, Duration>>) -> Option<u64> {
    param.map(|param| param.value.as_secs() + u64::from(param.value.subsec_nanos() > 0))
}
