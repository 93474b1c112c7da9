//! `Connect` opens pools of r2d2 and bb8 around redis' `Client`, on a real server.

use std::time::{Duration, Instant};

use bb8_postgres::bb8;
use db_config::{Connect, Connectable, DatabaseConfig, FromDatabaseUrl};
use r2d2_postgres::r2d2;
use redis::{Client, cmd};
use tests::pools::{each, has_two_and_waits};
use tests::{servers, three_ways};

fn server() -> String {
    servers::redis().url()
}

#[test]
#[ignore = "needs Redis: run ./test"]
fn the_size_and_the_wait_reach_r2d2() {
    for connect in three_ways!(Connect<r2d2::Pool<Client>>, server(), max_connections = 2, acquire_timeout = "1s") {
        let pool = connect.connect().unwrap();
        let (mut one, _two) = (pool.get().unwrap(), pool.get().unwrap());
        let start = Instant::now();
        assert!(pool.get().is_err());
        assert!((Duration::from_millis(990)..Duration::from_secs(15)).contains(&start.elapsed()));
        assert_eq!(cmd("ACL").arg("WHOAMI").query::<String>(&mut *one).unwrap(), "app");
    }
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn the_size_and_the_wait_reach_bb8() {
    each(
        three_ways!(Connect<bb8::Pool<Client>>, server(), max_connections = 2, acquire_timeout = "1s"),
        async |connect| {
            let pool = connect.connect().await.unwrap();
            has_two_and_waits(|| pool.get()).await;
            let user = cmd("ACL").arg("WHOAMI").query_async::<String>(&mut *pool.get().await.unwrap()).await;
            assert_eq!(user.unwrap(), "app");
        },
    )
    .await;
}

/// The client itself reports only that the login failed, which a full server is too.
#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn wait_names_the_cause_of_a_refused_login() {
    let wrong = format!("redis://app:wrong@127.0.0.1:{}/3?wait=60", servers::redis().port);
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "REDIS_URL")]
        bb8: Connect<bb8::Pool<Client>>,
        #[database(env = "REDIS_URL")]
        r2d2: Connect<r2d2::Pool<Client>>,
    }
    let Config { bb8, r2d2 } = Config::from_source(&[("REDIS_URL", wrong)]).unwrap();
    let of_r2d2 = tokio::task::spawn_blocking(move || r2d2.connect().expect_err("r2d2"));
    for error in [bb8.connect().await.expect_err("bb8"), of_r2d2.await.unwrap()] {
        assert!(error.is_final() && error.to_string().contains("WRONGPASS"), "{error}");
    }
}

/// A server repeats the arguments of a command that it does not know, and redis its answer.
#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_server_without_hello_does_not_show_the_password() {
    fn options<P: Connectable>() -> Connect<P> {
        let port = servers::redis_without_tls().port;
        let url = format!("redis://app:hunter2@127.0.0.1:{port}/3?protocol=3&min_connections=1&acquire_timeout=1");
        Connect::from_database_url(&url.parse().unwrap()).unwrap()
    }
    let of_r2d2 = tokio::task::spawn_blocking(|| options::<r2d2::Pool<Client>>().connect().expect_err("r2d2"));
    let deadpool = options::<deadpool_redis::Pool>().connect().await.unwrap();
    for error in [
        of_r2d2.await.unwrap(),
        options::<bb8::Pool<Client>>().connect().await.expect_err("bb8"),
        db_config::ping(&deadpool).await.expect_err("deadpool"),
    ] {
        let shown = format!("{error} {error:?} {:?}", error.client_error());
        assert!(shown.contains("HELLO") && !shown.contains("hunter2"), "{shown}");
    }
}
