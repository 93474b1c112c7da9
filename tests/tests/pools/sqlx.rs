//! Pool options take effect in sqlx's pools, on real servers.

use std::time::{Duration, Instant};

use db_config::Connect;
use tests::pools::{assert_denied, assert_shows_no_password, closed, denied, each, has_two_and_waits, postgres};
use tests::{servers, three_ways};

fn mariadb() -> String {
    servers::mariadb().url()
}

/// Returns the URL of a database file, and the directory that contains it.
fn file() -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/app.db", directory.path().display());
    (directory, url)
}

/// Defines the tests of one version of sqlx.
macro_rules! sqlx_version {
    ($module:ident, $sqlx:ident) => {
        mod $module {
            use ::$sqlx as sqlx;
            use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
            use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions};
            use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
            use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
            use sqlx::{AnyPool, ConnectOptions, Row};

            use super::*;

            /// Returns the number of connections with this application name on the server.
            async fn sessions(name: &str) -> i64 {
                let url: db_config::DatabaseUrl = postgres("observer").parse().unwrap();
                let options = <PgConnectOptions as db_config::FromDatabaseUrl>::from_database_url(&url).unwrap();
                let count = "select count(*) from pg_stat_activity where application_name = $1";
                let row = sqlx::query(count).bind(name).fetch_one(&mut options.connect().await.unwrap()).await.unwrap();
                row.get(0)
            }

            /// Checks the connect options, the pool options, and the `Connect` that has both.
            macro_rules! size_and_wait {
                ($url:expr, $options:ty, $pool_options:ty, $pool:ty) => {{
                    type Both = ($options, $pool_options);
                    each(
                        three_ways!(Both, $url, max_connections = 2, acquire_timeout = "1s"),
                        async |(options, pool)| {
                            let pool = pool.connect_with(options).await.unwrap();
                            has_two_and_waits(|| pool.acquire()).await;
                        },
                    )
                    .await;
                    each(
                        three_ways!(Connect<$pool>, $url, max_connections = 2, acquire_timeout = "1s"),
                        async |connect| {
                            let pool = connect.connect().await.unwrap();
                            has_two_and_waits(|| pool.acquire()).await;
                            assert_eq!(pool.size(), 2);
                        },
                    )
                    .await;
                    for options in three_ways!($pool_options, $url, max_connections = 2, acquire_timeout = "1s") {
                        assert_eq!(options.get_max_connections(), 2);
                        assert_eq!(options.get_acquire_timeout(), Duration::from_secs(1));
                    }
                }};
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_size_and_the_wait_reach_the_pool() {
                size_and_wait!(postgres("size"), PgConnectOptions, PgPoolOptions, PgPool);
                let alone = three_ways!(PgPoolOptions, postgres("size"), max_connections = 2, acquire_timeout = "1s");
                each(alone, async |options| {
                    let pool = options.connect(&servers::postgres().url()).await.unwrap();
                    has_two_and_waits(|| pool.acquire()).await;
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs MariaDB: run ./test"]
            async fn the_size_and_the_wait_reach_a_mariadb_pool() {
                size_and_wait!(mariadb(), MySqlConnectOptions, MySqlPoolOptions, MySqlPool);
            }

            #[tokio::test]
            async fn the_size_and_the_wait_reach_an_sqlite_pool() {
                size_and_wait!("sqlite::memory:".to_owned(), SqliteConnectOptions, SqlitePoolOptions, SqlitePool);
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL and MariaDB: run ./test"]
            async fn the_size_and_the_wait_reach_any_pool() {
                sqlx::any::install_default_drivers();
                for url in [postgres("any"), mariadb(), "sqlite::memory:".to_owned()] {
                    size_and_wait!(url.clone(), AnyConnectOptions, AnyPoolOptions, AnyPool);
                }
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_minimum_is_open_from_the_start() {
                let name = concat!("minimum of ", stringify!($sqlx)).replace(' ', "_");
                for connect in three_ways!(Connect<PgPool>, postgres(&name), min_connections = 3, max_connections = 4) {
                    let pool = connect.connect().await.unwrap();
                    assert_eq!((pool.size(), sessions(&name).await), (3, 3));
                    pool.close().await;
                    while sessions(&name).await > 0 {}
                }
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_connection_goes_after_its_time() {
                let url = || postgres("lifetime");
                let connect = three_ways!(
                    Connect<PgPool>,
                    url(),
                    max_connections = 1,
                    max_lifetime = "1s",
                    idle_timeout = "420s"
                );
                for connect in connect {
                    assert_eq!(connect.settings().1.get_idle_timeout(), Some(Duration::from_secs(420)));
                    let pool = connect.connect().await.unwrap();
                    let pid = async || {
                        let row = sqlx::query("select pg_backend_pid()").fetch_one(&pool).await.unwrap();
                        row.get::<i32, _>(0)
                    };
                    let first = pid().await;
                    let kept = pool.acquire().await.unwrap();
                    tokio::time::sleep(Duration::from_millis(1200)).await;
                    drop(kept);
                    assert_ne!(pid().await, first);
                }
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_statement_is_cancelled_after_its_time() {
                sqlx::any::install_default_drivers();
                let start = Instant::now();
                for connect in three_ways!(Connect<PgPool>, postgres("statement"), statement_timeout = "200ms") {
                    let pool = connect.connect().await.unwrap();
                    let error = sqlx::query("select pg_sleep(5)").execute(&pool).await.unwrap_err();
                    assert!(error.to_string().contains("statement timeout"), "{error}");
                }
                for connect in three_ways!(Connect<AnyPool>, postgres("statement"), statement_timeout = "200ms") {
                    let pool = connect.connect().await.unwrap();
                    let error = sqlx::query("select pg_sleep(5)").execute(&pool).await.unwrap_err();
                    assert!(error.to_string().contains("statement timeout"), "{error}");
                }
                assert!(start.elapsed() > Duration::from_millis(6 * 190));
            }

            /// sqlx opens a connection within its acquire timeout.
            #[test]
            fn it_has_one_wait_for_both() {
                for options in three_ways!(PgPoolOptions, "postgres://h/d".to_owned(), connect_timeout = "7s") {
                    assert_eq!(options.get_acquire_timeout(), Duration::from_secs(7));
                }
                let both = three_ways!(
                    PgPoolOptions,
                    "postgres://h/d".to_owned(),
                    connect_timeout = "7s",
                    acquire_timeout = "9s"
                );
                for options in both {
                    assert_eq!(options.get_acquire_timeout(), Duration::from_secs(9));
                }
            }

            #[tokio::test]
            async fn sqlite_waits_for_a_lock() {
                let (_directory, url) = file();
                for connect in three_ways!(Connect<SqlitePool>, url, busy_timeout = "300ms", max_connections = 2) {
                    let pool = connect.connect().await.unwrap();
                    let (mut one, mut other) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
                    sqlx::query("begin immediate").execute(&mut *one).await.unwrap();
                    let start = Instant::now();
                    let error = sqlx::query("begin immediate").execute(&mut *other).await.unwrap_err();
                    assert!(error.to_string().contains("locked"), "{error}");
                    let waited = start.elapsed();
                    // The default value of sqlx is 5 s.
                    assert!((Duration::from_millis(250)..Duration::from_secs(4)).contains(&waited), "{waited:?}");
                }
            }

            #[tokio::test]
            async fn a_server_that_is_not_there_is_the_clients_error() {
                sqlx::any::install_default_drivers();
                async fn fails<DB: sqlx::Database>(connect: &Connect<sqlx::Pool<DB>>)
                where
                    sqlx::Pool<DB>: db_config::Connectable<Mode = db_config::Async>,
                {
                    // sqlx retries until the timeout.
                    let error = connect.connect().await.unwrap_err();
                    assert_shows_no_password(&error);
                    // The pool itself would report only that its time was over.
                    assert!(matches!(sqlx::Error::from(error), sqlx::Error::Io(_)));
                }
                each(three_ways!(Connect<PgPool>, closed("postgres"), acquire_timeout = "1s"), async |it| {
                    fails(&it).await
                })
                .await;
                each(three_ways!(Connect<MySqlPool>, closed("mysql"), acquire_timeout = "1s"), async |it| {
                    fails(&it).await
                })
                .await;
                each(three_ways!(Connect<AnyPool>, closed("postgres"), acquire_timeout = "1s"), async |it| {
                    fails(&it).await
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL and MariaDB: run ./test"]
            async fn a_refusal_of_any_pool_is_the_servers_own() {
                sqlx::any::install_default_drivers();
                for server in [servers::postgres(), servers::mariadb()] {
                    let [connect, ..] = three_ways!(Connect<AnyPool>, denied(server), max_connections = 2);
                    assert_denied(&connect.connect().await.unwrap_err());
                }
            }
        }
    };
}

sqlx_version!(sqlx_0_9, sqlx);
sqlx_version!(sqlx_0_8, sqlx_0_8);
