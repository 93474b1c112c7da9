//! The pools that `Connect` opens.

use std::pin::Pin;
use std::time::{Duration, Instant};

use db_config::{Async, Connect, ConnectError, Connectable, DatabaseUrl, FromDatabaseUrl, Pong};
use diesel_async::pooled_connection::bb8;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use tests::canaries::{Canary, everything};

/// The result of `connect()` and, if it succeeded, of a ping of the pool.
pub struct Outcome {
    pub result: Result<Pong, ConnectError>,
    pub time: Duration,
}

/// A pool that `Connect` opens.
pub struct Pool {
    pub name: &'static str,
    pub open: fn(String) -> Pin<Box<dyn Future<Output = Outcome> + Send>>,
}

fn connect<P: Connectable>(url: &str) -> Connect<P> {
    let parsed: DatabaseUrl = url.parse().unwrap_or_else(|error| panic!("{url}: {error}"));
    Connect::from_database_url(&parsed).unwrap_or_else(|error| panic!("{url}: {error}"))
}

const fn pool<P: Connectable<Mode = Async>>(name: &'static str) -> Pool {
    let open = |url: String| -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
        Box::pin(async move {
            tests::connector::install_provider();
            sqlx::any::install_default_drivers();
            sqlx_0_8::any::install_default_drivers();
            let (connect, start) = (connect::<P>(&url), Instant::now());
            let opened = connect.connect().await;
            let time = start.elapsed();
            let result = match opened {
                Ok(pool) => db_config::ping(&pool).await,
                Err(error) => Err(error),
            };
            Outcome { result, time }
        })
    };
    Pool { name, open }
}

/// Diesel's connections need a C library.
#[cfg(any(feature = "libpq", feature = "libmysqlclient"))]
const fn blocking<P: Connectable<Mode = db_config::Blocking>>(name: &'static str) -> Pool {
    let open = |url: String| -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
        Box::pin(async move {
            let opened = tokio::task::spawn_blocking(move || {
                let (connect, start) = (connect::<P>(&url), Instant::now());
                let opened = connect.connect();
                let time = start.elapsed();
                Outcome { result: opened.and_then(|pool| db_config::ping(&pool)), time }
            });
            opened.await.expect("no panic")
        })
    };
    Pool { name, open }
}

#[cfg(feature = "libpq")]
type PgManager = diesel::r2d2::ConnectionManager<diesel::PgConnection>;

#[cfg(feature = "libmysqlclient")]
type MysqlManager = diesel::r2d2::ConnectionManager<diesel::MysqlConnection>;

pub static POSTGRES: &[Pool] = &[
    pool::<sqlx::PgPool>("sqlx 0.9"),
    pool::<sqlx::AnyPool>("sqlx 0.9, any"),
    pool::<sqlx_0_8::PgPool>("sqlx 0.8"),
    pool::<sea_orm::DatabaseConnection>("SeaORM 2"),
    pool::<sea_orm_1_1::DatabaseConnection>("SeaORM 1.1"),
    pool::<bb8::Pool<AsyncPgConnection>>("diesel-async, bb8"),
    #[cfg(feature = "libpq")]
    blocking::<diesel::r2d2::Pool<PgManager>>("Diesel, r2d2"),
];

pub static MYSQL: &[Pool] = &[
    pool::<sqlx::MySqlPool>("sqlx 0.9"),
    pool::<sqlx::AnyPool>("sqlx 0.9, any"),
    pool::<sqlx_0_8::MySqlPool>("sqlx 0.8"),
    pool::<sea_orm::DatabaseConnection>("SeaORM 2"),
    pool::<sea_orm_1_1::DatabaseConnection>("SeaORM 1.1"),
    pool::<mysql_async::Pool>("mysql_async"),
    pool::<bb8::Pool<AsyncMysqlConnection>>("diesel-async, bb8"),
    #[cfg(feature = "libmysqlclient")]
    blocking::<diesel::r2d2::Pool<MysqlManager>>("Diesel, r2d2"),
];

pub static MONGODB: &[Pool] = &[pool::<mongodb::Client>("mongodb")];

/// Returns whether the pool's client can verify a MySQL server. diesel-async supports no CA certificate, and MariaDB's C
/// library ignores Diesel's TLS mode.
pub fn supports_ca(pool: &Pool) -> bool {
    !pool.name.contains("iesel")
}

/// Returns whether the pool's client connects through PgBouncer with its default options. SeaORM and `AnyPool` send a
/// parameter that PgBouncer refuses.
pub fn supports_pgbouncer(pool: &Pool) -> bool {
    !pool.name.contains("any") && !pool.name.contains("SeaORM")
}

/// Opens each of the pools at the same time, and checks that no error contains the password.
pub async fn open_all(pools: &'static [Pool], url: &str, wait: &str) -> Vec<(&'static str, Outcome)> {
    let separator = if url.contains('?') { '&' } else { '?' };
    let url = format!("{url}{separator}wait={wait}");
    let tasks: Vec<_> = pools.iter().map(|pool| (pool.name, tokio::spawn((pool.open)(url.clone())))).collect();
    let mut outcomes = Vec::new();
    for (name, task) in tasks {
        let outcome = task.await.unwrap_or_else(|panic| panic!("{name}: {panic}"));
        if let Err(error) = &outcome.result {
            let shown = format!("{} {:?}", everything(error), error.client_error());
            Canary::new(tests::servers::PASSWORD).is_not_in(&shown, name);
            Canary::new(tests::canaries::WRONG).is_not_in(&shown, name);
        }
        outcomes.push((name, outcome));
    }
    outcomes
}
