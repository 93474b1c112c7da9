//! `ping` of every pool on real servers.

use std::time::{Duration, Instant};

use db_config::{Connect, FromDatabaseUrl, Pong};
use diesel::SqliteConnection;
use diesel::r2d2::ConnectionManager;
use sqlx::{PgPool, SqlitePool};
use tests::servers::{self, PROHIBITED_USER, Server, certificates};

use crate::clients::{MONGODB, MYSQL, POSTGRES, Pool, REDIS, open_all, supports_ca, supports_pgbouncer};

async fn pongs(pools: &'static [Pool], url: &str) -> Vec<(&'static str, Pong)> {
    let outcomes = open_all(pools, url, "0").await.into_iter();
    outcomes.map(|(name, outcome)| (name, outcome.result.unwrap_or_else(|error| panic!("{name}: {error}")))).collect()
}

async fn says_tls(pools: &'static [Pool], url: &str, is_tls: bool, server_name: &str) {
    for (name, pong) in pongs(pools, url).await {
        assert_eq!(pong.server_tls, Some(is_tls), "{name}: {pong:?}");
        assert!(pong.server.as_deref().is_some_and(|server| server.starts_with(server_name)), "{name}: {pong:?}");
        assert!(pong.round_trip > Duration::ZERO && pong.round_trip < Duration::from_secs(5), "{name}: {pong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL and MariaDB: run ./test"]
async fn the_server_says_whether_it_has_tls() {
    let with = |server: &Server, query: &str| server.url_as(server.user, server.host, query);
    says_tls(POSTGRES, &with(servers::postgres(), "sslmode=disable"), false, "PostgreSQL 1").await;
    says_tls(POSTGRES, &with(servers::postgres(), "sslmode=require"), true, "PostgreSQL 1").await;
    says_tls(MYSQL, &with(servers::mariadb(), "ssl-mode=disabled"), false, "MariaDB 1").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MariaDB: run ./test"]
async fn mariadb_says_that_it_has_tls() {
    let server = servers::mariadb();
    let query = format!("ssl-mode=verify_identity&ssl-ca={}", certificates().ca.display());
    for pool in MYSQL.iter().filter(|pool| supports_ca(pool)) {
        says_tls(std::slice::from_ref(pool), &server.url_as(server.user, "localhost", &query), true, "MariaDB 1").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MongoDB: run ./test"]
async fn mongodb_does_not_know_its_tls() {
    for (name, pong) in pongs(MONGODB, &servers::mongodb().url()).await {
        assert_eq!(pong.server_tls, None, "{name}");
        assert!(pong.server.as_deref().is_some_and(|server| server.starts_with("MongoDB ")), "{name}: {pong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn redis_does_not_know_its_tls() {
    for (name, pong) in pongs(REDIS, &servers::redis().url()).await {
        assert_eq!(pong.server_tls, None, "{name}");
        assert!(pong.server.as_deref().is_some_and(|server| server.starts_with("Redis 7.")), "{name}: {pong:?}");
        assert!(pong.round_trip > Duration::ZERO && pong.round_trip < Duration::from_secs(5), "{name}: {pong:?}");
    }
}

/// Its login succeeds, although it may not run `PING`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn a_user_of_redis_without_rights_gets_an_answer() {
    let server = servers::redis();
    let connect = connect::<redis::aio::ConnectionManager>(&server.url_as(PROHIBITED_USER, server.host, ""));
    let pong = db_config::ping(&connect.connect().await.unwrap()).await.unwrap();
    assert_eq!(pong.server, None);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PgBouncer: run ./test"]
async fn a_pooler_passes_the_question_on() {
    for pool in POSTGRES.iter().filter(|pool| supports_pgbouncer(pool)) {
        says_tls(std::slice::from_ref(pool), &servers::pgbouncer().url(), false, "PostgreSQL 1").await;
    }
}

fn connect<P: db_config::Connectable>(url: &str) -> Connect<P> {
    Connect::from_database_url(&url.parse().unwrap()).unwrap()
}

#[tokio::test]
async fn sqlite_answers_without_tls() {
    let pool = connect::<SqlitePool>("sqlite::memory:").connect().await.unwrap();
    let pong = db_config::ping(&pool).await.unwrap();
    assert!(pong.server_tls.is_none() && pong.server.unwrap().starts_with("SQLite 3."));
    let url = "sqlite::memory:";
    let pool = connect::<diesel::r2d2::Pool<ConnectionManager<SqliteConnection>>>(url).connect().unwrap();
    let pong = db_config::ping(&pool).unwrap();
    assert!(pong.to_string().starts_with("SQLite 3.") && pong.to_string().ends_with(" ms"), "{pong}");
}

#[tokio::test]
async fn a_closed_pool_does_not_answer() {
    let pool = connect::<sea_orm::DatabaseConnection>("sqlite::memory:").connect().await.unwrap();
    db_config::ping(&pool).await.unwrap();
    pool.clone().close().await.unwrap();
    assert!(db_config::ping(&pool).await.is_err());
}

/// It reads the file, and not only the version of the library.
#[tokio::test]
async fn a_file_that_is_not_a_database_does_not_answer() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("not.db");
    std::fs::write(&path, "this is not a database, whatever its name says".repeat(20)).unwrap();
    let connect = connect::<SqlitePool>(&format!("sqlite://{}", path.display()));
    let error = match connect.connect().await {
        Ok(pool) => db_config::ping(&pool).await.unwrap_err(),
        Err(error) => error,
    };
    assert!(error.to_string().contains("not a database"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn an_exhausted_pool_ends_within_the_limit() {
    let server = servers::postgres();
    let pool =
        connect::<PgPool>(&server.url_as(server.user, server.host, "max_connections=1")).connect().await.unwrap();
    let held = pool.acquire().await.unwrap();
    let start = Instant::now();
    let error = db_config::ping_within(&pool, Duration::from_millis(300)).await.unwrap_err();
    assert!(error.to_string().starts_with("cannot ping: the pool had no connection within 0.3 s"), "{error}");
    assert!((Duration::from_millis(290)..Duration::from_secs(3)).contains(&start.elapsed()));
    drop(held);
    db_config::ping(&pool).await.unwrap();
}
