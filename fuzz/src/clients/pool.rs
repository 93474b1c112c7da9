//! Compares the options of each pool with the URL.

use std::time::Duration;

use db_config::resolved::{Param, Pool, Resolved, Timeouts};
use db_config::{DatabaseUrl, PoolSettings, ProblemKind};

use super::settings as made;
use crate::input::Input;

/// The maximum duration, for setters that do not support "no limit".
pub const NO_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);

/// Returns the pool options of the URL.
pub fn options(url: &DatabaseUrl) -> Pool<'_> {
    resolved(url).0
}

/// Returns the timeouts of the URL.
pub fn timeouts(url: &DatabaseUrl) -> Timeouts<'_> {
    resolved(url).1
}

fn resolved(url: &DatabaseUrl) -> (Pool<'_>, Timeouts<'_>) {
    match Resolved::resolve(url).expect("db-config accepts the URL") {
        Resolved::Postgres(it) => (it.pool, it.timeouts),
        Resolved::MySql(it) => (it.pool, it.timeouts),
        Resolved::Sqlite(it) => (it.pool, it.timeouts),
        Resolved::MongoDb(it) => (it.pool, it.timeouts),
        Resolved::Redis(it) => (it.pool, it.timeouts),
        other => panic!("{other:?}"),
    }
}

/// Returns the limit. Zero means no limit, which is the inner `None`.
pub fn limit(param: Option<Param<'_, Duration>>) -> Option<Option<Duration>> {
    param.map(|param| Some(param.value).filter(|limit| !limit.is_zero()))
}

pub fn longest(param: Option<Param<'_, Duration>>) -> Option<Duration> {
    limit(param).map(|limit| limit.unwrap_or(NO_LIMIT))
}

/// Checks the pool settings next to a `DatabaseUrl`, for r2d2, bb8 and deadpool.
pub fn settings(url: &DatabaseUrl, input: &Input) {
    let Some((same, settings)) = made::<(DatabaseUrl, PoolSettings)>(url, input) else { return };
    assert_eq!(same.expose_secret(), url.expose_secret());
    match Resolved::resolve(url) {
        // Pool options need no password.
        Err(error) => assert_eq!(error.kind(), ProblemKind::MissingPassword, "{:?}", url.expose_secret()),
        Ok(_) => check(&settings, url),
    }
}

pub fn check(settings: &PoolSettings, url: &DatabaseUrl) {
    let pool = options(url);
    let count = |param: Option<Param<'_, u32>>| param.map(|param| param.value);
    let counts = (settings.max_connections(), settings.min_connections());
    assert_eq!(counts, (count(pool.max_connections), count(pool.min_connections)), "{:?}", url.expose_secret());
    let times = (settings.acquire_timeout(), settings.idle_timeout(), settings.max_lifetime());
    let expected = (longest(pool.acquire_timeout), limit(pool.idle_timeout), limit(pool.max_lifetime));
    assert_eq!(times, expected, "{:?}", url.expose_secret());
}

/// Defines the checks of one version of sqlx. `$limit` converts a limit to the type of SeaORM.
macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident, $limit:expr) => {
        pub mod $module {
            use $sea_orm::ConnectOptions;
            use $sqlx::Database;
            use $sqlx::pool::PoolOptions;

            use super::*;

            pub fn settings<DB: Database>(url: &DatabaseUrl, input: &Input) {
                let Some(options) = made::<PoolOptions<DB>>(url, input) else { return };
                let (pool, default) = (super::options(url), PoolOptions::<DB>::new());
                let counts = (options.get_max_connections(), options.get_min_connections());
                let expected = (
                    pool.max_connections.map_or(default.get_max_connections(), |param| param.value),
                    pool.min_connections.map_or(default.get_min_connections(), |param| param.value),
                );
                assert_eq!(counts, expected, "{:?}", url.expose_secret());
                let times = (options.get_acquire_timeout(), options.get_idle_timeout(), options.get_max_lifetime());
                let expected = (
                    longest(pool.acquire_timeout.or(timeouts(url).connect)).unwrap_or(default.get_acquire_timeout()),
                    limit(pool.idle_timeout).unwrap_or(default.get_idle_timeout()),
                    limit(pool.max_lifetime).unwrap_or(default.get_max_lifetime()),
                );
                assert_eq!(times, expected, "{:?}", url.expose_secret());
            }

            pub fn sea_orm(options: &ConnectOptions, url: &DatabaseUrl) {
                let pool = super::options(url);
                let count = |param: Option<Param<'_, u32>>| param.map(|param| param.value);
                let counts = (options.get_max_connections(), options.get_min_connections());
                assert_eq!(
                    counts,
                    (count(pool.max_connections), count(pool.min_connections)),
                    "{:?}",
                    url.expose_secret()
                );
                let times = (options.get_acquire_timeout(), options.get_idle_timeout(), options.get_max_lifetime());
                let expected = (
                    longest(pool.acquire_timeout.or(timeouts(url).connect)),
                    longest(pool.idle_timeout).map($limit),
                    longest(pool.max_lifetime).map($limit),
                );
                assert_eq!(times, expected, "{:?}", url.expose_secret());
            }
        }
    };
}

sqlx!(v0_9, sqlx, sea_orm, Some);
sqlx!(v0_8, sqlx_0_8, sea_orm_1_1, std::convert::identity);
