//! Pool options take effect in r2d2, bb8 and deadpool, with the connections of Diesel and diesel-async.

use std::time::{Duration, Instant};

use db_config::{Capabilities, Connect, DatabaseConfig, FromDatabaseUrl, PoolSettings};
use diesel::SqliteConnection;
use diesel::r2d2::{ConnectionManager, Pool};
use tests::three_ways;

fn memory() -> String {
    "sqlite::memory:".to_owned()
}

mod r2d2 {
    use diesel::r2d2::{ManageConnection, R2D2Connection};

    use super::*;

    /// Asserts that the pool has two connections, and that a request for a third waits for 1 s.
    fn has_two_and_waits<C: R2D2Connection + 'static>(pool: &Pool<ConnectionManager<C>>) {
        let (_one, _other) = (pool.get().unwrap(), pool.get().unwrap());
        assert_eq!(pool.state().connections, 2);
        let start = Instant::now();
        pool.get().err().expect("a third connection");
        let waited = start.elapsed();
        assert!((Duration::from_millis(990)..Duration::from_secs(15)).contains(&waited), "{waited:?}");
    }

    type Sqlite = (ConnectionManager<SqliteConnection>, PoolSettings);

    #[test]
    fn the_size_and_the_wait_reach_the_pool() {
        for (manager, pool) in three_ways!(Sqlite, memory(), max_connections = 2, acquire_timeout = "1s") {
            has_two_and_waits(&pool.r2d2().build(manager).unwrap());
        }
    }

    #[test]
    fn connect_opens_the_pool() {
        type Connected = Connect<Pool<ConnectionManager<SqliteConnection>>>;
        for connect in three_ways!(Connected, memory(), max_connections = 2, acquire_timeout = "1s") {
            has_two_and_waits(&connect.connect().unwrap());
            // The same options can open several pools.
            has_two_and_waits(&connect.connect().unwrap());
        }
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rw", directory.path().join("missing.db").display());
        let [connect, ..] = three_ways!(Connected, url.clone(), acquire_timeout = "200ms");
        let error = connect.connect().unwrap_err();
        assert!(error.client_error().is_some(), "there is no file");
    }

    #[test]
    fn the_minimum_is_open_from_the_start() {
        for (manager, pool) in three_ways!(Sqlite, memory(), min_connections = 3) {
            let pool = pool.r2d2().build(manager).unwrap();
            assert_eq!((pool.state().connections, pool.min_idle(), pool.max_size()), (3, Some(3), 10));
        }
    }

    #[test]
    fn the_times_reach_the_pool() {
        for (manager, pool) in three_ways!(Sqlite, memory(), idle_timeout = "420s", max_lifetime = "480s") {
            let pool = pool.r2d2().build(manager).unwrap();
            assert_eq!(pool.idle_timeout(), Some(Duration::from_secs(420)));
            assert_eq!(pool.max_lifetime(), Some(Duration::from_secs(480)));
        }
        for (manager, pool) in three_ways!(Sqlite, memory(), idle_timeout = "0s", max_lifetime = "0s") {
            let pool = pool.r2d2().build(manager).unwrap();
            assert_eq!((pool.idle_timeout(), pool.max_lifetime()), (None, None));
        }
    }

    /// Without a pool option, the default value of r2d2 counts.
    #[test]
    fn without_options_the_defaults_of_r2d2_count() {
        #[derive(DatabaseConfig)]
        struct Config {
            orders: Sqlite,
        }
        let (manager, pool) = Config::from_source(&[("DATABASE_URL", "sqlite::memory:")]).unwrap().orders;
        let default = Pool::<ConnectionManager<SqliteConnection>>::builder();
        assert_eq!(format!("{:?}", pool.r2d2::<ConnectionManager<SqliteConnection>>()), format!("{default:?}"));
        manager.connect().unwrap();
    }

    #[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
    #[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
    #[test]
    fn postgres() {
        #[cfg(not(feature = "libpq"))]
        tests::left_out("a test of Diesel, as there is no libpq: run ./test");
        #[cfg(feature = "libpq")]
        libpq::check();
    }

    #[cfg(feature = "libpq")]
    mod libpq {
        use db_config::FromDatabaseUrl;
        use diesel::connection::SimpleConnection;
        use diesel::sql_types::BigInt;
        use diesel::{PgConnection, QueryableByName, RunQueryDsl};
        use tests::pools::{assert_denied, denied, postgres};
        use tests::servers;

        use super::*;

        type Pg = (ConnectionManager<PgConnection>, PoolSettings);

        pub(super) fn check() {
            // This check is first because OpenSSL may be gone when the process ends, and then r2d2's threads must not
            // be in libpq.
            let [(manager, pool), ..] = three_ways!(Pg, denied(servers::postgres()), acquire_timeout = "1s");
            assert_denied(&pool.r2d2().build(manager).unwrap_err());
            type Connected = Connect<Pool<ConnectionManager<PgConnection>>>;
            let [connect, ..] = three_ways!(Connected, denied(servers::postgres()), acquire_timeout = "1s");
            assert_denied(&connect.connect().unwrap_err());
            let [connect, ..] = three_ways!(Connected, postgres("r2d2"), max_connections = 2, acquire_timeout = "1s");
            has_two_and_waits(&connect.connect().unwrap());
            let pools = three_ways!(
                Pg,
                postgres("r2d2"),
                max_connections = 2,
                acquire_timeout = "1s",
                statement_timeout = "200ms"
            );
            for (manager, pool) in pools {
                let pool = pool.r2d2().build(manager).unwrap();
                has_two_and_waits(&pool);
                assert_eq!(sessions(), 2);
                let error = pool.get().unwrap().batch_execute("select pg_sleep(5)").unwrap_err();
                assert!(error.to_string().contains("statement timeout"), "{error}");
                drop(pool);
                while sessions() > 0 {}
            }
        }

        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }

        /// Returns the number of the pool's connections on the server.
        fn sessions() -> i64 {
            let url = postgres("observer").parse().unwrap();
            let manager = ConnectionManager::<PgConnection>::from_database_url(&url).unwrap();
            let count = "select count(*) from pg_stat_activity where application_name = 'r2d2'";
            diesel::sql_query(count).get_result::<Count>(&mut manager.connect().unwrap()).unwrap().count
        }
    }
}

mod asynchronous {
    use diesel_async::pooled_connection::{AsyncDieselConnectionManager as Manager, bb8, deadpool};
    use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
    use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
    // diesel-async uses the same deadpool but does not export its runtime.
    use deadpool_postgres::Runtime;
    use tests::pools::{assert_denied, assert_shows_no_password, denied, each, has_two_and_waits, postgres};
    use tests::servers;

    use super::*;

    type Sqlite = (Manager<SyncConnectionWrapper<SqliteConnection>>, PoolSettings);
    type Pg = (Manager<AsyncPgConnection>, PoolSettings);
    type MySql = (Manager<AsyncMysqlConnection>, PoolSettings);

    /// Checks both pools, and the one that `Connect` opens, with each of the three ways to set an option.
    macro_rules! size_and_wait {
        ($target:ty, $connection:ty, $url:expr) => {{
            type Connected = Connect<bb8::Pool<$connection>>;
            each(three_ways!(Connected, $url, max_connections = 2, acquire_timeout = "1s"), async |connect| {
                let pool = connect.connect().await.unwrap();
                has_two_and_waits(|| pool.get()).await;
                assert_eq!(pool.state().connections, 2);
            })
            .await;
            type Other = Connect<deadpool::Pool<$connection>>;
            each(three_ways!(Other, $url, max_connections = 2, acquire_timeout = "1s"), async |connect| {
                let pool = connect.connect().await.unwrap();
                has_two_and_waits(|| pool.get()).await;
                assert_eq!(pool.status().size, 2);
                // No connection of the pool is free.
                let _taken = (pool.get().await.unwrap(), pool.get().await.unwrap());
                let error = db_config::ping(&pool).await.unwrap_err();
                assert!(error.to_string().contains("Timeout"), "{error}");
            })
            .await;
            each(three_ways!($target, $url, max_connections = 2, acquire_timeout = "1s"), async |(manager, pool)| {
                let pool: bb8::Pool<_> = pool.bb8().build(manager).await.unwrap();
                has_two_and_waits(|| pool.get()).await;
                assert_eq!(pool.state().connections, 2);
            })
            .await;
            each(three_ways!($target, $url, max_connections = 2, acquire_timeout = "1s"), async |(manager, pool)| {
                let builder = deadpool::Pool::builder(manager).config(pool.deadpool().unwrap());
                let pool = builder.runtime(Runtime::Tokio1).build().unwrap();
                has_two_and_waits(|| pool.get()).await;
                assert_eq!(pool.status().size, 2);
            })
            .await;
        }};
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_refusal_of_connect_shows_no_password() {
        tests::connector::install_provider();
        type Connected = Connect<bb8::Pool<AsyncPgConnection>>;
        let denied = || denied(servers::postgres());
        let [connect, ..] = three_ways!(Connected, denied(), acquire_timeout = "1s", min_connections = 1);
        assert_shows_no_password(&connect.connect().await.err().unwrap());
        type Other = Connect<deadpool::Pool<AsyncPgConnection>>;
        let [connect, ..] = three_ways!(Other, denied(), wait = "60s");
        let error = connect.connect().await.err().unwrap();
        assert!(error.is_final() && error.attempts() == 1, "{error}");
        assert_denied(&error);
    }

    #[tokio::test]
    async fn wait_stops_by_the_code_and_not_by_the_text() {
        for (code, is_final) in [("28P01", true), ("3D000", true), ("57P03", false), ("53300", false)] {
            let url = format!("{}&wait=1", servers::refuses_login(code, "Nachricht"));
            type Bb8 = Connect<bb8::Pool<AsyncPgConnection>>;
            type Deadpool = Connect<deadpool::Pool<AsyncPgConnection>>;
            let connect = |url| <Bb8 as FromDatabaseUrl>::from_database_url(url).unwrap();
            let error = connect(&url.parse().unwrap()).connect().await.err().unwrap();
            assert_eq!((error.is_final(), error.attempts() == 1), (is_final, is_final), "{code}: {error}");
            let connect = |url| <Deadpool as FromDatabaseUrl>::from_database_url(url).unwrap();
            let error = connect(&url.parse().unwrap()).connect().await.err().unwrap();
            assert_eq!((error.is_final(), error.attempts() == 1), (is_final, is_final), "{code}: {error}");
        }
    }

    #[tokio::test]
    async fn the_size_and_the_wait_reach_the_pool() {
        size_and_wait!(Sqlite, SyncConnectionWrapper<SqliteConnection>, memory());
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn the_size_and_the_wait_reach_the_pool_of_postgres() {
        tests::connector::install_provider();
        size_and_wait!(Pg, AsyncPgConnection, postgres("diesel_async"));
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn the_size_and_the_wait_reach_the_pool_of_mariadb() {
        size_and_wait!(MySql, AsyncMysqlConnection, servers::mariadb().url());
    }

    #[tokio::test]
    async fn connect_leaves_out_the_options_that_deadpool_does_not_support() {
        type Connected = Connect<deadpool::Pool<SyncConnectionWrapper<SqliteConnection>>>;
        for option in [Capabilities::MIN_CONNECTIONS, Capabilities::IDLE_TIMEOUT, Capabilities::MAX_LIFETIME] {
            assert!(!Connected::CAPABILITIES.contains(option), "{option:?}");
        }
        assert!(Connected::CAPABILITIES.contains(Capabilities::MAX_CONNECTIONS | Capabilities::ACQUIRE_TIMEOUT));
        let url = "sqlite::memory:?min_connections=2&idle_timeout=420&max_connections=3".parse().unwrap();
        let pool = Connected::from_database_url(&url).unwrap().connect().await.unwrap();
        assert_eq!((pool.status().max_size, pool.status().size), (3, 0));
    }

    #[tokio::test]
    async fn the_minimum_is_open_from_the_start() {
        for (manager, pool) in three_ways!(Sqlite, memory(), min_connections = 3) {
            let pool: bb8::Pool<_> = pool.bb8().build(manager).await.unwrap();
            assert_eq!(pool.state().connections, 3);
        }
    }

    #[tokio::test]
    async fn a_connection_goes_after_its_time() {
        each(three_ways!(Sqlite, memory(), idle_timeout = "420s", max_lifetime = "1s"), async |(manager, pool)| {
            assert_eq!(pool.idle_timeout(), Some(Some(Duration::from_secs(420))));
            let pool: bb8::Pool<_> = pool.bb8().build(manager).await.unwrap();
            let old = pool.get().await.unwrap();
            tokio::time::sleep(Duration::from_millis(1100)).await;
            drop(old);
            let old = pool.state().statistics.connections_closed_max_lifetime;
            assert_eq!((old, pool.state().connections), (1, 0));
        })
        .await;
    }

    #[tokio::test]
    async fn deadpool_rejects_unsupported_options() {
        let pools = [
            three_ways!(Sqlite, memory(), min_connections = 3).map(|settings| (settings, "min_connections")),
            three_ways!(Sqlite, memory(), idle_timeout = "5s").map(|settings| (settings, "idle_timeout")),
            three_ways!(Sqlite, memory(), max_lifetime = "0s").map(|settings| (settings, "max_lifetime")),
        ];
        for ((_, pool), option) in pools.into_iter().flatten() {
            let error = pool.deadpool().unwrap_err().to_string();
            assert!(error.contains("deadpool") && error.contains(option), "{error}");
        }
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_statement_is_cancelled_after_its_time() {
        tests::connector::install_provider();
        for (manager, pool) in three_ways!(Pg, postgres("diesel_async"), statement_timeout = "200ms") {
            let pool: bb8::Pool<_> = pool.bb8().build(manager).await.unwrap();
            let error = pool.get().await.unwrap().batch_execute("select pg_sleep(5)").await.unwrap_err();
            assert!(error.to_string().contains("statement timeout"), "{error}");
        }
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_refusal_shows_no_password() {
        tests::connector::install_provider();
        let [(manager, pool), ..] = three_ways!(Pg, denied(servers::postgres()), acquire_timeout = "1s");
        let pool: bb8::Pool<_> = pool.bb8().build(manager).await.unwrap();
        assert_shows_no_password(&pool.get().await.err().unwrap());
        let [(manager, pool), ..] = three_ways!(Pg, denied(servers::postgres()), acquire_timeout = "1s");
        let builder = deadpool::Pool::builder(manager).config(pool.deadpool().unwrap());
        let pool = builder.runtime(Runtime::Tokio1).build().unwrap();
        assert_shows_no_password(&pool.get().await.err().unwrap());
    }
}
