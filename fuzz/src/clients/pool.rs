//! What a pool is told is what the URL says about it.

use std::time::Duration;

use db_config::resolved::{Param, Pool, Resolved, Timeouts};
use db_config::{DatabaseUrl, PoolSettings};

use super::settings as made;
use crate::input::Input;

/// Where a setter takes no "no limit", as long as it can be.
pub const NO_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);

/// What the URL says about the pool.
pub fn said(url: &DatabaseUrl) -> Pool<'_> {
    resolved(url).0
}

/// What the URL says about the timeouts of a connection.
pub fn timeouts(url: &DatabaseUrl) -> Timeouts<'_> {
    resolved(url).1
}

fn resolved(url: &DatabaseUrl) -> (Pool<'_>, Timeouts<'_>) {
    match Resolved::resolve(url).expect("the settings were made") {
        Resolved::Postgres(it) => (it.pool, it.timeouts),
        Resolved::MySql(it) => (it.pool, it.timeouts),
        Resolved::Sqlite(it) => (it.pool, it.timeouts),
        Resolved::MongoDb(it) => (it.pool, it.timeouts),
        other => panic!("{other:?}"),
    }
}

/// Zero is no limit, which is `None`.
pub fn limit(given: Option<Param<'_, Duration>>) -> Option<Option<Duration>> {
    given.map(|given| Some(given.value).filter(|limit| !limit.is_zero()))
}

pub fn longest(given: Option<Param<'_, Duration>>) -> Option<Duration> {
    limit(given).map(|limit| limit.unwrap_or(NO_LIMIT))
}

/// PoolOverrides the URL itself, as r2d2, bb8 and deadpool have them.
pub fn settings(url: &DatabaseUrl, input: &Input) {
    let Some((same, settings)) = made::<(DatabaseUrl, PoolSettings)>(url, input) else { return };
    assert_eq!(same.expose_secret(), url.expose_secret());
    check(&settings, url);
}

pub fn check(settings: &PoolSettings, url: &DatabaseUrl) {
    let said = said(url);
    let count = |given: Option<Param<'_, u32>>| given.map(|given| given.value);
    let counts = (settings.max_connections(), settings.min_connections());
    assert_eq!(counts, (count(said.max_connections), count(said.min_connections)), "{:?}", url.expose_secret());
    let times = (settings.acquire_timeout(), settings.idle_timeout(), settings.max_lifetime());
    let expected = (longest(said.acquire_timeout), limit(said.idle_timeout), limit(said.max_lifetime));
    assert_eq!(times, expected, "{:?}", url.expose_secret());
}

/// `$limit` is how SeaORM shows a limit.
macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident, $limit:expr) => {
        pub mod $module {
            use $sea_orm::ConnectOptions;
            use $sqlx::Database;
            use $sqlx::pool::PoolOptions;

            use super::*;

            pub fn settings<DB: Database>(url: &DatabaseUrl, input: &Input) {
                let Some(options) = made::<PoolOptions<DB>>(url, input) else { return };
                let (said, default) = (said(url), PoolOptions::<DB>::new());
                let counts = (options.get_max_connections(), options.get_min_connections());
                let expected = (
                    said.max_connections.map_or(default.get_max_connections(), |given| given.value),
                    said.min_connections.map_or(default.get_min_connections(), |given| given.value),
                );
                assert_eq!(counts, expected, "{:?}", url.expose_secret());
                let times = (options.get_acquire_timeout(), options.get_idle_timeout(), options.get_max_lifetime());
                let expected = (
                    longest(said.acquire_timeout.or(timeouts(url).connect)).unwrap_or(default.get_acquire_timeout()),
                    limit(said.idle_timeout).unwrap_or(default.get_idle_timeout()),
                    limit(said.max_lifetime).unwrap_or(default.get_max_lifetime()),
                );
                assert_eq!(times, expected, "{:?}", url.expose_secret());
            }

            pub fn sea_orm(options: &ConnectOptions, url: &DatabaseUrl) {
                let said = said(url);
                let count = |given: Option<Param<'_, u32>>| given.map(|given| given.value);
                let counts = (options.get_max_connections(), options.get_min_connections());
                assert_eq!(counts, (count(said.max_connections), count(said.min_connections)), "{:?}", url.expose_secret());
                let times = (options.get_acquire_timeout(), options.get_idle_timeout(), options.get_max_lifetime());
                let expected = (
                    longest(said.acquire_timeout.or(timeouts(url).connect)),
                    longest(said.idle_timeout).map($limit),
                    longest(said.max_lifetime).map($limit),
                );
                assert_eq!(times, expected, "{:?}", url.expose_secret());
            }
        }
    };
}

sqlx!(v0_9, sqlx, sea_orm, Some);
sqlx!(v0_8, sqlx_0_8, sea_orm_1_1, std::convert::identity);
