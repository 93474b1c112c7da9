//! `wait` on real servers: the causes that it waits out, and those at which it stops.

use std::time::Duration;

use db_config::FromDatabaseUrl as _;
use sqlx::ConnectOptions as _;
use tests::canaries::WRONG;
use tests::escaped;
use tests::servers::{self, LIMITED_USER, Later, PASSWORD, Server, certificates};

use crate::clients::{MONGODB, MYSQL, POSTGRES, Pool, REDIS, open_all, supports_ca, supports_pgbouncer, with};

/// Starts the server while the pools wait for it.
async fn starts_later(pools: &'static [Pool], later: Later, server_name: &str) {
    let waiting = tokio::spawn(async move { open_all(pools, &later.url(), "120").await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let _server = tokio::task::spawn_blocking(move || later.start()).await.unwrap();
    for (name, outcome) in waiting.await.unwrap() {
        let pong = outcome.result.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(pong.server.as_deref().is_some_and(|server| server.starts_with(server_name)), "{name}: {pong:?}");
        assert!(outcome.time >= Duration::from_millis(250), "{name}: {:?}", outcome.time);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres_starts_later() {
    starts_later(POSTGRES, Later::postgres(), "PostgreSQL ").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MariaDB: run ./test"]
async fn mariadb_starts_later() {
    starts_later(MYSQL, Later::mariadb(), "MariaDB ").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MongoDB: run ./test"]
async fn mongodb_starts_later() {
    // It listens before it has the user.
    starts_later(MONGODB, Later::mongodb().without_user(), "MongoDB ").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn redis_starts_later() {
    starts_later(REDIS, Later::redis(), "Redis ").await;
}

/// Checks that the pools stop at the first attempt, with one of these texts.
async fn stops(pools: &'static [Pool], url: &str, causes: &[&str]) {
    for (name, outcome) in open_all(pools, url, "120").await {
        let error = outcome.result.expect_err(name);
        let shown = error.to_string();
        assert!(error.is_final() && error.attempts() == 1, "{name}: {shown}");
        assert!(causes.iter().any(|cause| shown.contains(cause)), "{name}: {shown}");
        assert!(outcome.time < Duration::from_secs(30), "{name}: {:?}", outcome.time);
    }
}

fn with_wrong_password(server: &Server) -> String {
    server.url().replace(&escaped(PASSWORD), &escaped(WRONG))
}

fn with_unknown_database(server: &Server) -> String {
    server.url().replace(&format!("/{}?", server.database), "/unheard_of?")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_wrong_password_stops_at_once() {
    stops(POSTGRES, &with_wrong_password(servers::postgres()), &["password authentication failed"]).await;
    stops(MYSQL, &with_wrong_password(servers::mariadb()), &["Access denied"]).await;
    stops(MONGODB, &with_wrong_password(servers::mongodb()), &["Authentication failed"]).await;
    stops(REDIS, &with_wrong_password(servers::redis()), &["WRONGPASS"]).await;
}

/// The server accepts the connection, but no command.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn a_missing_password_of_redis_stops_at_once() {
    let server = servers::redis();
    for protocol in [2, 3] {
        let url = format!("redis://{}:{}?protocol={protocol}", server.host, server.port);
        stops(REDIS, &url, &["NOAUTH"]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB and Redis: run ./test"]
async fn an_unknown_database_stops_at_once() {
    stops(POSTGRES, &with_unknown_database(servers::postgres()), &["database \"unheard_of\" does not exist"]).await;
    // A user without global rights learns only that it has no access.
    stops(MYSQL, &with_unknown_database(servers::mariadb()), &["Unknown database", "Access denied"]).await;
    let redis = servers::redis().url().replace("/3", "/99");
    stops(REDIS, &redis, &["DB index is out of range"]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL and MariaDB: run ./test"]
async fn a_server_without_tls_stops_a_client_that_requires_it() {
    let postgres = servers::postgres_without_tls();
    let url = postgres.url_as(postgres.user, postgres.host, "sslmode=require");
    stops(POSTGRES, &url, &["TLS", "SSL"]).await;
    let mariadb = servers::mariadb_without_tls();
    let url = mariadb.url_as(mariadb.user, mariadb.host, "ssl-mode=required");
    for pool in MYSQL.iter().filter(|pool| pool.name != "Diesel, r2d2") {
        stops(std::slice::from_ref(pool), &url, &["TLS", "SSL", "secure connection"]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_certificate_for_another_host_stops_at_once() {
    let ca = certificates().ca.display().to_string();
    let with = |server: &Server, query: &str| server.url_as(server.user, server.host, query);
    let causes = ["certificate", "Certificate", "hostname", "host name"];
    let query = format!("sslmode=verify-full&sslrootcert={ca}");
    stops(POSTGRES, &with(servers::postgres(), &query), &causes).await;
    let query = format!("ssl-mode=verify_identity&ssl-ca={ca}");
    for pool in MYSQL.iter().filter(|pool| supports_ca(pool)) {
        stops(std::slice::from_ref(pool), &with(servers::mariadb(), &query), &causes).await;
    }
    let query = format!("authSource=admin&tls=true&tlsCAFile={ca}");
    stops(MONGODB, &with(servers::mongodb(), &query), &causes).await;
    let redis = servers::redis();
    let url = with(redis, &format!("tls_ca={ca}")).replace("redis://", "rediss://");
    let url = url.replace(&format!(":{}/", redis.port), &format!(":{}/", redis.tls_port));
    stops(REDIS, &url, &causes).await;
}

/// Checks that the pools wait until the time is over, and then name one of these causes.
async fn waits(pools: &'static [Pool], url: &str, wait: &str, causes: &[&str]) {
    for (name, outcome) in open_all(pools, url, wait).await {
        let error = outcome.result.expect_err(name);
        let shown = error.to_string();
        assert!(!error.is_final() && error.attempts() > 1, "{name}: {shown}");
        assert!(causes.iter().any(|cause| shown.contains(cause)), "{name}: {shown}");
        let limits = Duration::from_millis(700)..Duration::from_secs(25);
        assert!(limits.contains(&outcome.time), "{name}: {:?}", outcome.time);
    }
}

/// Returns the URL of a port where no server listens.
fn closed(scheme: &str, query: &str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the socket is bound").port();
    let database = if scheme == "redis" { "1" } else { "app" };
    format!("{scheme}://app:{}@127.0.0.1:{port}/{database}?{query}", escaped(PASSWORD))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_port_is_waited_for_and_named() {
    let causes = ["refused", "Can't connect", "error connecting to server"];
    waits(POSTGRES, &closed("postgres", "sslmode=disable"), "2", &causes).await;
    waits(MYSQL, &closed("mysql", "ssl-mode=disabled"), "2", &causes).await;
    waits(REDIS, &closed("redis", ""), "2", &causes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_host_is_waited_for_and_named() {
    let causes = [
        "failed to lookup address",
        "could not translate host name",
        "Unknown",
        "not known",
        "error connecting to server",
    ];
    let url = |scheme: &str, query: &str| format!("{scheme}://app:{}@db.invalid/app?{query}", escaped(PASSWORD));
    waits(POSTGRES, &url("postgres", "sslmode=disable"), "8", &causes).await;
    waits(MYSQL, &url("mysql", "ssl-mode=disabled"), "8", &causes).await;
    waits(REDIS, &url("redis", "").replace("/app", "/1"), "8", &causes).await;
}

/// One attempt of MongoDB's client looks for a server for half of its time.
#[tokio::test(flavor = "multi_thread")]
async fn mongodb_names_the_cause_of_its_server_selection() {
    let lookup = format!("mongodb://app:{}@db.invalid/app", escaped(PASSWORD));
    for (url, cause) in [(closed("mongodb", ""), "refused"), (lookup, "failed to lookup address")] {
        for (name, outcome) in open_all(MONGODB, &url, "5").await {
            let error = outcome.result.expect_err(name);
            let shown = error.to_string();
            assert!(!error.is_final() && error.attempts() > 1 && shown.contains(cause), "{shown}");
            assert!(outcome.time < Duration::from_secs(15), "{:?}", outcome.time);
        }
    }
}

/// A server that starts or is full refuses the first three attempts.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB and Redis: run ./test"]
async fn a_server_that_starts_is_waited_out() {
    for (pools, server) in [(POSTGRES, servers::postgres()), (MYSQL, servers::mariadb()), (REDIS, servers::redis())] {
        for pool in pools {
            let url = server.url().replace(&format!(":{}/", server.port), &format!(":{}/", servers::starting(server)));
            for (name, outcome) in open_all(std::slice::from_ref(pool), &with(&url, "max_connections=1"), "60").await {
                outcome.result.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert!(outcome.time >= Duration::from_millis(50), "{name}: {:?}", outcome.time);
            }
        }
    }
}

/// Connects until the server no longer counts the connections of before, whose processes or threads end a little later.
async fn hold<C: sqlx::Connection>(options: &C::Options) -> C {
    loop {
        match options.connect().await {
            Ok(held) => return held,
            Err(error) if error.as_database_error().is_some() => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Opens the pools, of which each waits until the held connections are closed.
async fn waits_for<C: sqlx::Connection>(pools: &'static [Pool], url: &str, held: Vec<C>) {
    let of_task = url.to_owned();
    let waiting = tokio::spawn(async move { open_all(pools, &of_task, "60").await });
    tokio::time::sleep(Duration::from_millis(400)).await;
    for connection in held {
        connection.close().await.unwrap();
    }
    for (name, outcome) in waiting.await.unwrap() {
        outcome.result.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(outcome.time > Duration::from_millis(350), "{name}: {:?}", outcome.time);
    }
}

/// The user gets SQLSTATE 53300, as from a server with too many connections.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn too_many_connections_are_waited_out() {
    let server = servers::postgres();
    let url = server.url_as(LIMITED_USER, server.host, "sslmode=disable&max_connections=1");
    let options = sqlx::postgres::PgConnectOptions::from_database_url(&url.parse().unwrap()).unwrap();
    for pool in POSTGRES {
        let held: Vec<sqlx::PgConnection> = vec![hold(&options).await];
        waits_for(std::slice::from_ref(pool), &url, held).await;
    }
}

/// MariaDB reports it with the SQLSTATE of an unknown database.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MariaDB: run ./test"]
async fn too_many_connections_of_a_mysql_user_are_waited_out() {
    let server = servers::mariadb();
    let url = server.url_as(LIMITED_USER, server.host, "ssl-mode=disabled&max_connections=1");
    let options = sqlx::mysql::MySqlConnectOptions::from_database_url(&url.parse().unwrap()).unwrap();
    for pool in MYSQL {
        let held: Vec<sqlx::MySqlConnection> = vec![hold(&options).await, hold(&options).await];
        waits_for(std::slice::from_ref(pool), &url, held).await;
    }
}

/// The client itself reports only that the login failed.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn too_many_connections_to_redis_are_waited_out() {
    for pool in REDIS {
        let later = Later::redis();
        let _server = tokio::task::spawn_blocking(move || later.start()).await.unwrap();
        let client = redis::Client::from_database_url(&later.url().parse().unwrap()).unwrap();
        let mut held = Vec::new();
        for _ in 0..12 {
            held.push(client.get_multiplexed_async_connection().await.unwrap());
        }
        redis::cmd("CONFIG").arg(&["SET", "maxclients", "12"]).exec_async(&mut held[0]).await.unwrap();
        let waiting = tokio::spawn(async move { open_all(std::slice::from_ref(pool), &later.url(), "60").await });
        tokio::time::sleep(Duration::from_millis(400)).await;
        drop(held);
        for (name, outcome) in waiting.await.unwrap() {
            outcome.result.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(outcome.time > Duration::from_millis(350), "{name}: {:?}", outcome.time);
        }
    }
}

/// PgBouncer reports every cause with the same SQLSTATE.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PgBouncer: run ./test"]
async fn a_wrong_password_behind_pgbouncer_stops_at_once() {
    for pool in POSTGRES.iter().filter(|pool| supports_pgbouncer(pool)) {
        stops(std::slice::from_ref(pool), &with_wrong_password(servers::pgbouncer()), &["auth", "password"]).await;
    }
}
