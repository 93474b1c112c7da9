//! That the words about a pool reach those of deadpool-postgres, mysql_async and mongodb, on real servers.

use std::time::{Duration, Instant};

use db_config::{Connect, DatabaseConfig, TlsPlan};
use tests::pools::{
    assert_denied, assert_shows_no_password, closed, denied, each, exhaust, has_two_and_waits, postgres,
};
use tests::{servers, three_ways};

mod deadpool_postgres {
    use ::deadpool_postgres::{Config, Pool, Runtime};
    use tests::connector::connector;

    use super::*;

    type Settings = (Config, TlsPlan);

    fn pool((config, tls): Settings) -> Pool {
        config.create_pool(Some(Runtime::Tokio1), connector(&tls).unwrap()).unwrap()
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn the_size_and_the_wait_reach_the_pool() {
        let settings = three_ways!(Settings, postgres("deadpool"), max_connections = 2, acquire_timeout = "1s");
        each(settings, async |settings| {
            let pool = pool(settings);
            has_two_and_waits(|| pool.get()).await;
            assert_eq!(pool.status().size, 2);
        })
        .await;
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_statement_is_cancelled_after_its_time() {
        for settings in three_ways!(Settings, postgres("deadpool"), statement_timeout = "200ms") {
            let client = pool(settings).get().await.unwrap();
            let error = client.batch_execute("select pg_sleep(5)").await.unwrap_err();
            assert!(error.as_db_error().unwrap().message().contains("statement timeout"), "{error}");
        }
        for config in three_ways!(tokio_postgres::Config, postgres("alone"), statement_timeout = "200ms") {
            let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            let error = client.batch_execute("select pg_sleep(5)").await.unwrap_err();
            assert!(error.as_db_error().unwrap().message().contains("statement timeout"), "{error}");
        }
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_refusal_shows_no_password() {
        let [settings, ..] = three_ways!(Settings, denied(servers::postgres()), max_connections = 2);
        assert_denied(&pool(settings).get().await.unwrap_err());
        let [settings, ..] = three_ways!(Settings, closed("postgres"), connect_timeout = "1s");
        assert_shows_no_password(&pool(settings).get().await.unwrap_err());
    }
}

mod mysql_async {
    use ::mysql_async::prelude::Queryable;
    use ::mysql_async::{Opts, Pool};

    use super::*;

    fn mariadb() -> String {
        servers::mariadb().url()
    }

    /// It waits without a limit.
    async fn most(pool: &Pool) -> usize {
        exhaust(async || tokio::time::timeout(Duration::from_secs(1), pool.get_conn()).await.map(Result::unwrap))
            .await
            .0
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn the_size_reaches_the_pool() {
        each(three_ways!(Opts, mariadb(), max_connections = 2), async |opts| {
            assert_eq!(most(&Pool::new(opts)).await, 2);
        })
        .await;
        each(three_ways!(Connect<Pool>, mariadb(), max_connections = 3), async |connect| {
            assert_eq!(most(&connect.connect().await.unwrap()).await, 3);
        })
        .await;
    }

    /// How many connections the pool keeps that is allowed one at least.
    async fn kept(pool: &Pool) -> usize {
        let taken = [pool.get_conn().await.unwrap(), pool.get_conn().await.unwrap(), pool.get_conn().await.unwrap()];
        drop(taken);
        tokio::time::sleep(Duration::from_secs(3)).await;
        pool.metrics().connection_count.load(std::sync::atomic::Ordering::SeqCst)
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn what_is_idle_above_the_minimum_goes() {
        let words = three_ways!(Opts, mariadb(), min_connections = 1, max_connections = 9, idle_timeout = "1s");
        for opts in words {
            let pool = opts.pool_opts();
            assert_eq!((pool.constraints().min(), pool.constraints().max()), (1, 9));
            assert_eq!(pool.inactive_connection_ttl(), Duration::from_secs(1));
        }
        let connect =
            three_ways!(Connect<Pool>, mariadb(), min_connections = 1, max_connections = 9, idle_timeout = "60s");
        each(connect, async |connect| assert_eq!(kept(&connect.connect().await.unwrap()).await, 3)).await;
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn a_connection_goes_after_its_time() {
        let connect = three_ways!(Connect<Pool>, mariadb(), max_connections = 1, max_lifetime = "1s");
        each(connect, async |connect| {
            let pool = connect.connect().await.unwrap();
            let id = async || {
                let mut connection = pool.get_conn().await.unwrap();
                connection.query_first::<u64, _>("select connection_id()").await.unwrap().unwrap()
            };
            let first = id().await;
            assert_eq!(id().await, first);
            tokio::time::sleep(Duration::from_millis(1500)).await;
            assert_ne!(id().await, first);
        })
        .await;
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn a_refusal_is_the_clients_error() {
        let [connect, ..] = three_ways!(Connect<Pool>, denied(servers::mariadb()), max_connections = 2);
        assert_denied(&connect.connect().await.unwrap().get_conn().await.unwrap_err());
        let [connect, ..] = three_ways!(Connect<Pool>, closed("mysql"), max_connections = 2);
        assert_shows_no_password(&connect.connect().await.unwrap().get_conn().await.unwrap_err());
    }
}

mod rusqlite {
    use ::rusqlite::Connection;
    use db_config::SqliteFile;

    use super::*;

    #[test]
    fn it_waits_for_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/app.db", folder.path().display());
        for file in three_ways!(SqliteFile, url, busy_timeout = "300ms") {
            assert_eq!(file.busy_timeout, Some(Duration::from_millis(300)));
            let (one, other) = (Connection::open(&file.path).unwrap(), Connection::open(&file.path).unwrap());
            other.execute_batch(&file.pragmas()).unwrap();
            one.execute_batch("begin immediate").unwrap();
            let start = Instant::now();
            other.execute_batch("begin immediate").unwrap_err();
            let waited = start.elapsed();
            // By itself rusqlite waits 5 s.
            assert!((Duration::from_millis(250)..Duration::from_secs(4)).contains(&waited), "{waited:?}");
        }
    }
}

mod mongodb {
    use ::mongodb::Client;
    use ::mongodb::bson::{Document, doc};
    use ::mongodb::options::{ClientOptions, ConnectionString};

    use super::*;

    fn url(query: &str) -> String {
        let server = servers::mongodb();
        server.url_as(server.user, server.host, &format!("authSource=admin{query}"))
    }

    #[test]
    fn words_reach_the_options() {
        let url = || "mongodb://app@localhost/app".to_owned();
        let options = three_ways!(
            ClientOptions,
            url(),
            max_connections = 7,
            min_connections = 2,
            connect_timeout = "3s",
            idle_timeout = "60s"
        );
        for options in options {
            assert_eq!((options.max_pool_size, options.min_pool_size), (Some(7), Some(2)));
            assert_eq!(options.connect_timeout, Some(Duration::from_secs(3)));
            assert_eq!(options.max_idle_time, Some(Duration::from_secs(60)));
        }
        let connect = three_ways!(
            Connect<Client>,
            url(),
            max_connections = 7,
            min_connections = 2,
            connect_timeout = "3s",
            idle_timeout = "60s"
        );
        for connect in connect {
            let options: &ConnectionString = connect.settings();
            assert_eq!((options.max_pool_size, options.min_pool_size), (Some(7), Some(2)));
            assert_eq!(options.connect_timeout, Some(Duration::from_secs(3)));
            assert_eq!(options.max_idle_time, Some(Duration::from_secs(60)));
        }
    }

    #[derive(DatabaseConfig)]
    struct Config {
        #[database(max_connections = 7, idle_timeout = "60s")]
        events: ClientOptions,
    }

    #[test]
    fn its_own_key_in_the_url_wins_over_a_variable_and_an_attribute() {
        let source = |url: &str| {
            let variables =
                [("DATABASE_URL", url), ("DATABASE_MAX_CONNECTIONS", "8"), ("DATABASE_MIN_CONNECTIONS", "3")];
            Config::from_source(&variables).unwrap().events
        };
        let plain = source("mongodb://localhost/app");
        assert_eq!((plain.max_pool_size, plain.min_pool_size), (Some(8), Some(3)));
        assert_eq!(plain.max_idle_time, Some(Duration::from_secs(60)));
        let own = source("mongodb://localhost/app?maxPoolSize=9&MINPOOLSIZE=4&maxidletimems=5000");
        assert_eq!((own.max_pool_size, own.min_pool_size), (Some(9), Some(4)));
        assert_eq!(own.max_idle_time, Some(Duration::from_secs(5)));
    }

    #[test]
    fn two_keys_in_the_url_contradict_each_other() {
        for query in [
            "maxPoolSize=9&max_connections=8",
            "max_connections=8&maxpoolsize=9",
            "minPoolSize=6&min_connections=5",
            "connectTimeoutMS=9&connect_timeout=8",
            "maxIdleTimeMS=9&idle_timeout=8",
        ] {
            let url = format!("mongodb://app:hunter2@localhost/app?{query}");
            let error = Config::from_source(&[("DATABASE_URL", url)]).err().expect(query).to_string();
            assert!(error.contains("contradict") && !error.contains("hunter2"), "{error}");
        }
    }

    /// How long six operations take that need 200 ms each.
    async fn six(client: &Client) -> Duration {
        let events = client.default_database().unwrap().collection::<Document>("pools");
        events.insert_one(doc! { "x": 1 }).await.unwrap();
        let start = Instant::now();
        let slow = async || events.find_one(doc! { "$where": "sleep(200) || true" }).await.unwrap().unwrap();
        tokio::join!(slow(), slow(), slow(), slow(), slow(), slow());
        let took = start.elapsed();
        events.drop().await.unwrap();
        took
    }

    /// How many connections the server has by this name, the driver's own two for monitoring not counted.
    async fn connections(client: &Client, name: &str) -> usize {
        let running = doc! { "currentOp": 1, "$all": true, "appName": name, "desc": { "$regex": "^conn" } };
        let running = client.database("admin").run_command(running).await.unwrap();
        let is_monitor = |operation: &&Document| {
            operation.get_document("command").is_ok_and(|it| it.contains_key("hello") || it.contains_key("isMaster"))
        };
        let all = running.get_array("inprog").unwrap().iter().filter_map(|it| it.as_document());
        all.filter(|operation| !is_monitor(operation)).count()
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs MongoDB: run ./test"]
    async fn the_size_reaches_the_pool() {
        for connect in three_ways!(Connect<Client>, url(""), max_connections = 2) {
            let took = six(&connect.connect().await.unwrap()).await;
            assert!(took >= Duration::from_millis(590), "{took:?}");
        }
        for options in three_ways!(ClientOptions, url(""), max_connections = 1) {
            let took = six(&Client::with_options(options).unwrap()).await;
            assert!(took >= Duration::from_millis(1190), "{took:?}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs MongoDB: run ./test"]
    async fn the_minimum_is_opened() {
        for (index, connect) in three_ways!(Connect<Client>, url(""), min_connections = 4).into_iter().enumerate() {
            let mut settings = ClientOptions::parse(connect.into_settings()).await.unwrap();
            let name = format!("minimum{index}");
            settings.app_name = Some(name.clone());
            let client = Client::with_options(settings).unwrap();
            let deadline = Instant::now() + Duration::from_secs(10);
            while connections(&client, &name).await < 4 {
                assert!(Instant::now() < deadline, "{} connections", connections(&client, &name).await);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs MongoDB: run ./test"]
    async fn a_refusal_is_the_clients_error() {
        let [connect, ..] = three_ways!(Connect<Client>, denied(servers::mongodb()), max_connections = 2);
        let client = connect.connect().await.unwrap();
        assert_denied(&client.list_database_names().await.unwrap_err());
        let closed = format!("{}?serverSelectionTimeoutMS=500", closed("mongodb"));
        let [connect, ..] = three_ways!(Connect<Client>, closed, max_connections = 2);
        let client = connect.connect().await.unwrap();
        assert_shows_no_password(&client.list_database_names().await.unwrap_err());
    }
}
