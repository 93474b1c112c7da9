use std::time::Duration;

use super::{Given, Resolved, count, seconds};
use crate::error::{ProblemKind, UrlError};
use crate::{DatabaseUrl, UrlPart};
use db_config_syntax::query::PoolOption;

/// What the URL says about a connection pool and about timeouts. Zero means no limit, as in libpq and Prisma.
///
/// What a field's type has no place for does not stop a URL that other services share: it is in the
/// [`notices`](crate::DatabaseConfig::notices).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Pool<'a> {
    /// The maximum number of connections.
    pub max_connections: Option<Given<'a, u32>>,
    /// The minimum number of connections.
    pub min_connections: Option<Given<'a, u32>>,
    /// How long to wait for a connection from the pool.
    pub acquire_timeout: Option<Given<'a, Duration>>,
    /// How long to wait for a new connection.
    pub connect_timeout: Option<Given<'a, Duration>>,
    /// How long a connection may stay idle.
    pub idle_timeout: Option<Given<'a, Duration>>,
    /// How long a connection may live.
    pub max_lifetime: Option<Given<'a, Duration>>,
    /// How long SQLite waits for a lock.
    pub busy_timeout: Option<Given<'a, Duration>>,
}

/// The most that PostgreSQL's own `max_connections` can be; MySQL's is smaller.
const MOST: u32 = 262_143;

impl<'a> Pool<'a> {
    /// What a URL of any backend says.
    #[allow(dead_code, reason = "for the clients that have a pool")]
    pub(crate) fn of(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        Resolved::of(url).map(|resolved| match resolved {
            Resolved::Postgres(postgres) => postgres.pool,
            Resolved::MySql(mysql) => mysql.pool,
            Resolved::Sqlite(sqlite) => sqlite.pool,
            Resolved::MongoDb(mongodb) => mongodb.pool,
        })
    }

    pub(super) fn add(&mut self, key: PoolOption, name: &'a str, value: &'a str) {
        match key {
            PoolOption::MaxConnections => self.max_connections = count(name, value),
            PoolOption::MinConnections => self.min_connections = count(name, value),
            PoolOption::AcquireTimeout => self.acquire_timeout = seconds(name, value),
            PoolOption::ConnectTimeout => self.connect_timeout = seconds(name, value),
            PoolOption::IdleTimeout => self.idle_timeout = seconds(name, value),
            PoolOption::MaxLifetime => self.max_lifetime = seconds(name, value),
            // Of the session.
            PoolOption::StatementTimeout => {}
            PoolOption::BusyTimeout => self.busy_timeout = super::milliseconds(name, value),
        }
    }

    /// The minimum and maximum number of connections, which must be consistent.
    ///
    /// # Errors
    ///
    /// The maximum is 0, or less than the minimum: several pools would panic. Or it is so large that the pools could
    /// not reserve the places.
    pub fn sizes(&self, url: &DatabaseUrl) -> Result<(Option<u32>, Option<u32>), UrlError> {
        let (min, max) = (self.min_connections.map(|min| min.value), self.max_connections.map(|max| max.value));
        // An attribute is the application's own, and cannot be what an operator has to change.
        let given = [self.max_connections, self.min_connections].into_iter().flatten();
        let by = given.map(|given| given.by).find(|by| !url.is_attribute(by)).unwrap_or_default();
        let error = |message: String, remedy| {
            Err(url.error(ProblemKind::Value, UrlPart::Key(by)).with_message(message).with_remedy(remedy))
        };
        match (min, max) {
            (_, Some(0)) => error("a pool that can have no connections".to_owned(), "write a maximum above 0"),
            (_, Some(max)) if max > MOST => {
                error(format!("a pool of {max} connections, which is above {MOST}"), "write a smaller maximum")
            }
            (Some(min), Some(max)) if min > max => {
                let is_minimum = self.min_connections.is_some_and(|given| given.by == by);
                let remedy = if is_minimum { "write a minimum not above it" } else { "write a maximum not below it" };
                error(format!("a pool of at least {min} and at most {max} connections"), remedy)
            }
            sizes => Ok(sizes),
        }
    }
}

impl Pool<'_> {
    /// The same for a pool that has at most `default_max` connections if nothing is said, and `client`'s.
    #[allow(dead_code, reason = "for the clients that have a pool")]
    pub(crate) fn sizes_within(
        &self,
        url: &DatabaseUrl,
        client: &str,
        default_max: u32,
    ) -> Result<(Option<u32>, Option<u32>), UrlError> {
        let sizes = self.sizes(url)?;
        match self.min_connections {
            Some(min) if min.value > default_max && self.max_connections.is_none() => {
                let what = format!("at least {} connections without a maximum, which is {default_max}", min.value);
                Err(url.not_carried(client, what, UrlPart::Key(min.by)).with_remedy("add `max_connections`"))
            }
            _ => Ok(sizes),
        }
    }
}

/// The limit that a duration sets; `None` for zero, which means no limit.
#[allow(dead_code, reason = "for the clients that have a pool")]
pub(crate) fn limit(given: Option<Given<'_, Duration>>) -> Option<Option<Duration>> {
    given.map(|given| (!given.value.is_zero()).then_some(given.value))
}

/// The same, for a client that cannot express "no limit".
#[allow(dead_code, reason = "for the clients that have a pool")]
pub(crate) fn longest(given: Option<Given<'_, Duration>>) -> Option<Duration> {
    const NO_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);
    limit(given).map(|limit| limit.unwrap_or(NO_LIMIT))
}
