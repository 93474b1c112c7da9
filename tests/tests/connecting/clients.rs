//! The pools that `Connect` opens.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bb8_postgres::PostgresConnectionManager;
use db_config::{
    Async, Blocking, Connect, ConnectError, Connectable, DatabaseUrl, FromDatabaseUrl, Pong, Roots, RustlsConnector,
    Tls,
};
use diesel_async::pooled_connection::{bb8, deadpool};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use tests::canaries::{Canary, everything};
use tokio::task::spawn_blocking;

/// A pool that `Connect` has opened.
pub struct Opened(Box<dyn Fn(Duration) -> BoxFuture<Result<Pong, ConnectError>> + Send + Sync>);

pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl Opened {
    /// Pings the pool with this time limit.
    pub fn ping(&self, limit: Duration) -> BoxFuture<Result<Pong, ConnectError>> {
        (self.0)(limit)
    }
}

/// A pool that `Connect` opens.
pub struct Pool {
    pub name: &'static str,
    /// Whether its calls block a thread, so that nothing can end them.
    pub blocks: bool,
    pub open: fn(String) -> BoxFuture<Result<Opened, ConnectError>>,
}

fn connect<P: Connectable>(url: &str) -> Connect<P> {
    let parsed: DatabaseUrl = url.parse().unwrap_or_else(|error| panic!("{url}: {error}"));
    Connect::from_database_url(&parsed).unwrap_or_else(|error| panic!("{url}: {error}"))
}

const fn pool<P: Connectable<Mode = Async>>(name: &'static str) -> Pool {
    let open = |url: String| -> BoxFuture<Result<Opened, ConnectError>> {
        Box::pin(async move {
            tests::connector::install_provider();
            sqlx::any::install_default_drivers();
            sqlx_0_8::any::install_default_drivers();
            Ok(opened(Arc::new(connect::<P>(&url).connect().await?)))
        })
    };
    Pool { name, blocks: false, open }
}

/// deadpool-postgres does not name its TLS library.
const DEADPOOL_POSTGRES: Pool = {
    let open = |url: String| -> BoxFuture<Result<Opened, ConnectError>> {
        Box::pin(async move {
            tests::connector::install_provider();
            let connect = connect::<deadpool_postgres::Pool>(&url).tls(Tls::rustls(Roots::System));
            let pool = Arc::new(connect.connect().await?);
            Ok(opened(pool))
        })
    };
    Pool { name: "deadpool-postgres", blocks: false, open }
};

fn opened<P: Connectable<Mode = Async>>(pool: Arc<P>) -> Opened {
    Opened(Box::new(move |limit| {
        let pool = Arc::clone(&pool);
        Box::pin(async move { db_config::ping_within(&*pool, limit).await })
    }))
}

const fn blocking<P: Connectable<Mode = Blocking> + Clone>(name: &'static str) -> Pool {
    let open = |url: String| -> BoxFuture<Result<Opened, ConnectError>> {
        Box::pin(async move {
            tests::connector::install_provider();
            let opened = spawn_blocking(move || connect::<P>(&url).connect());
            let pool = ClosedOutside(Some(opened.await.expect("no panic")?));
            Ok(Opened(Box::new(move |limit| {
                let pool = pool.0.clone().expect("it is open");
                let pinged = spawn_blocking(move || db_config::ping_within(&pool, limit));
                Box::pin(async { pinged.await.expect("no panic") })
            })))
        })
    };
    Pool { name, blocks: true, open }
}

/// The connections of postgres panic if async code closes them.
struct ClosedOutside<P: Send + 'static>(Option<P>);

impl<P: Send + 'static> Drop for ClosedOutside<P> {
    fn drop(&mut self) {
        let pool = self.0.take();
        drop(spawn_blocking(|| drop(pool)));
    }
}

type Postgres = r2d2_postgres::r2d2::Pool<r2d2_postgres::PostgresConnectionManager<RustlsConnector>>;

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
    pool::<deadpool::Pool<AsyncPgConnection>>("diesel-async, deadpool"),
    pool::<bb8_postgres::bb8::Pool<PostgresConnectionManager<RustlsConnector>>>("bb8-postgres"),
    DEADPOOL_POSTGRES,
    blocking::<Postgres>("postgres, r2d2"),
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
    blocking::<mysql::Pool>("mysql"),
    blocking::<r2d2_mysql::r2d2::Pool<r2d2_mysql::MySqlConnectionManager>>("mysql, r2d2"),
    pool::<bb8::Pool<AsyncMysqlConnection>>("diesel-async, bb8"),
    pool::<deadpool::Pool<AsyncMysqlConnection>>("diesel-async, deadpool"),
    #[cfg(feature = "libmysqlclient")]
    blocking::<diesel::r2d2::Pool<MysqlManager>>("Diesel, r2d2"),
];

pub static MONGODB: &[Pool] = &[pool::<mongodb::Client>("mongodb")];

pub static REDIS: &[Pool] = &[
    pool::<redis::aio::ConnectionManager>("redis, ConnectionManager"),
    pool::<deadpool_redis::Pool>("deadpool-redis"),
    pool::<fred::clients::Client>("fred, Client"),
    pool::<fred::clients::Pool>("fred, Pool"),
    pool::<bb8_postgres::bb8::Pool<redis::Client>>("redis, bb8"),
    blocking::<r2d2_postgres::r2d2::Pool<redis::Client>>("redis, r2d2"),
];

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

/// Returns whether a dropped pool closes its connections. Those of fred stay open until its `quit`.
pub fn closes_when_dropped(pool: &Pool) -> bool {
    !pool.name.starts_with("fred")
}

/// Returns whether the pool opens another connection if one does not answer. A blocking ping has no end. fred and redis'
/// manager keep a connection until it breaks, or until the application sets a limit.
pub fn replaces_silent_connections(pool: &Pool) -> bool {
    !pool.blocks && pool.name != "redis, ConnectionManager" && !pool.name.starts_with("fred")
}

/// The result of `connect()` and, if it succeeded, of a ping of the pool.
pub struct Outcome {
    pub result: Result<Pong, ConnectError>,
    /// The time of `connect()`.
    pub time: Duration,
}

/// Opens each of the pools at the same time, and checks that no error contains the password.
pub async fn open_all(pools: &'static [Pool], url: &str, wait: &str) -> Vec<(&'static str, Outcome)> {
    let url = with(url, &format!("wait={wait}"));
    let outcomes = for_each(pools, &url, |pool, url| async move {
        let start = Instant::now();
        let opened = (pool.open)(url).await;
        let time = start.elapsed();
        let result = match opened {
            Ok(pool) => pool.ping(Duration::from_secs(30)).await,
            Err(error) => Err(error),
        };
        Outcome { result, time }
    })
    .await;
    for (name, outcome) in &outcomes {
        if let Err(error) = &outcome.result {
            let shown = format!("{} {:?}", everything(error), error.client_error());
            Canary::new(tests::servers::PASSWORD).is_not_in(&shown, name);
            Canary::new(tests::canaries::WRONG).is_not_in(&shown, name);
        }
    }
    outcomes
}

/// Runs the check for each of the pools at the same time.
pub async fn for_each<T: Send + 'static, F>(
    pools: &'static [Pool],
    url: &str,
    check: impl Fn(&'static Pool, String) -> F,
) -> Vec<(&'static str, T)>
where
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = pools.iter().map(|pool| (pool.name, tokio::spawn(check(pool, url.to_owned())))).collect();
    let mut results = Vec::new();
    for (name, task) in tasks {
        results.push((name, task.await.unwrap_or_else(|panic| panic!("{name}: {panic}"))));
    }
    results
}

/// Adds a query parameter to the URL.
pub fn with(url: &str, parameter: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{parameter}")
}
