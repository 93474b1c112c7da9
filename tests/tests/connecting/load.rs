//! Pools under load, and servers that go away and come back. No call takes longer than its limit, and nothing is left open.

use std::time::{Duration, Instant};

use tests::servers::{self, Later, Proxy, Server, Traffic};

use crate::clients::{
    MONGODB, MYSQL, POSTGRES, Pool, REDIS, closes_when_dropped, for_each, replaces_silent_connections, with,
};

/// The time that a busy machine may add to a limit.
const SLACK: Duration = Duration::from_secs(5);

type StartServer = fn() -> &'static Server;

const ALL: [(&[Pool], StartServer); 4] =
    [(POSTGRES, servers::postgres), (MYSQL, servers::mariadb), (MONGODB, servers::mongodb), (REDIS, servers::redis)];

/// Waits until the condition holds.
async fn until(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !condition() {
        assert!(Instant::now() < end, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Checks each pool with a proxy of its own.
async fn each<F: Future<Output = ()> + Send + 'static>(
    pools: &'static [Pool],
    server: &'static Server,
    check: impl Fn(&'static Pool, Proxy) -> F,
) {
    for_each(pools, "", |pool, _| check(pool, Proxy::new(server))).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_thousand_requests_share_a_small_pool() {
    for (pools, server) in ALL {
        // One client after the other, to measure it.
        for pool in pools {
            let proxy = Proxy::new(server());
            let opened = (pool.open)(with(&proxy.url(), "max_connections=5")).await;
            let opened = opened.unwrap_or_else(|error| panic!("{}: {error}", pool.name));
            let start = Instant::now();
            let requests: Vec<_> = (0..1000).map(|_| tokio::spawn(opened.ping(Duration::from_secs(60)))).collect();
            for request in requests {
                request.await.unwrap().unwrap_or_else(|error| panic!("{}: {error}", pool.name));
            }
            println!("{} on {}: {:.2?}", pool.name, server().scheme, start.elapsed());
            // MongoDB's client has one connection more for each server, to watch it, and one for the round trip.
            let most = if server().scheme == "mongodb" { 7 } else { 5 };
            assert!(proxy.accepted() <= most, "{}: {} connections", pool.name, proxy.accepted());
            drop(opened);
            closes(pool, &proxy).await;
        }
    }
}

/// Checks the connections of a pool that was dropped.
async fn closes(pool: &Pool, proxy: &Proxy) {
    match closes_when_dropped(pool) {
        true => until(pool.name, || proxy.open() == 0).await,
        false => assert!(proxy.open() > 0, "{} closes its connections: expect it in `closes_when_dropped`", pool.name),
    }
}

async fn is_cut(pool: &'static Pool, proxy: Proxy) {
    let name = pool.name;
    let opened = (pool.open)(with(&proxy.url(), "max_connections=2")).await;
    let opened = opened.unwrap_or_else(|error| panic!("{name}: {error}"));
    let limit = Duration::from_secs(2);
    opened.ping(SLACK).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    for traffic in [Traffic::IsCut, Traffic::Stands] {
        proxy.set(traffic);
        let start = Instant::now();
        let pings: Vec<_> = (0..8).map(|_| tokio::spawn(opened.ping(limit))).collect();
        for ping in pings {
            assert!(ping.await.unwrap().is_err(), "{name}: {traffic:?}");
        }
        assert!(start.elapsed() < limit + limit + SLACK, "{name}: {traffic:?} {:?}", start.elapsed());
        proxy.set(Traffic::Flows);
        // The pool recovers by itself.
        let end = Instant::now() + Duration::from_secs(40);
        while let Err(error) = opened.ping(limit).await {
            assert!(Instant::now() < end, "{name}: {traffic:?} {error}");
        }
    }
    drop(opened);
    closes(pool, &proxy).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_pool_survives_a_network_that_is_cut_or_stands() {
    for (pools, server) in ALL {
        each(pools, server(), is_cut).await;
    }
}

/// One connection of the pool never answers again, as that of a stopped server process. The server accepts new ones.
async fn is_stuck(pool: &'static Pool, proxy: Proxy) {
    let name = pool.name;
    // bb8 keeps the connection until its lifetime is over.
    let options = if name.contains("bb8") { "max_connections=2&max_lifetime=3" } else { "max_connections=2" };
    let opened = (pool.open)(with(&proxy.url(), options)).await;
    let opened = opened.unwrap_or_else(|error| panic!("{name}: {error}"));
    opened.ping(SLACK).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    // sqlx tests a connection that returns to the pool, without a time limit.
    tokio::time::sleep(Duration::from_millis(500)).await;
    proxy.hold_all();
    let (start, limit) = (Instant::now(), Duration::from_secs(1));
    while let Err(error) = opened.ping(limit).await {
        assert!(start.elapsed() < Duration::from_secs(40), "{name}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_pool_replaces_a_connection_that_does_not_answer() {
    for (pools, server) in ALL {
        each(pools, server(), |pool, proxy| async move {
            if replaces_silent_connections(pool) {
                is_stuck(pool, proxy).await;
            }
        })
        .await;
    }
}

async fn is_slow(pool: &'static Pool, proxy: Proxy) {
    let name = pool.name;
    let opened = (pool.open)(with(&proxy.url(), "max_connections=2")).await;
    let opened = opened.unwrap_or_else(|error| panic!("{name}: {error}"));
    opened.ping(SLACK).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    // redis waits at most 0.5 seconds for an answer, and each direction of two requests has the delay.
    let delay = Duration::from_millis(if name.contains("redis") { 100 } else { 300 });
    proxy.set(Traffic::Delayed(delay));
    let start = Instant::now();
    assert!(opened.ping(Duration::from_millis(100)).await.is_err(), "{name}");
    assert!(start.elapsed() < SLACK, "{name}: {:?}", start.elapsed());
    // bb8 returns a connection that it was testing to the pool, and a MySQL connection of diesel-async then fails once.
    let end = Instant::now() + Duration::from_secs(30);
    let pong = loop {
        match opened.ping(Duration::from_secs(30)).await {
            Ok(pong) => break pong,
            Err(error) => assert!(name == "diesel-async, bb8" && Instant::now() < end, "{name}: {error}"),
        }
    };
    assert!(pong.round_trip >= delay - Duration::from_millis(10), "{name}: {pong:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_slow_network_is_in_the_round_trip() {
    for (pools, server) in ALL {
        each(pools, server(), is_slow).await;
    }
}

/// Starts the server, kills it under the open pools, and starts it again.
async fn restarts(pools: &'static [Pool], later: Later) {
    let first = tokio::task::spawn_blocking(move || later.start()).await.unwrap();
    let url = with(&later.url(), "max_connections=2");
    let opened = for_each(pools, &url, |pool, url| async move {
        (pool.open)(url).await.unwrap_or_else(|error| panic!("{}: {error}", pool.name))
    })
    .await;
    for (name, pool) in &opened {
        pool.ping(SLACK).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    drop(first);
    until("the server ends", || std::net::TcpStream::connect(("127.0.0.1", later.port())).is_err()).await;
    let limit = Duration::from_secs(2);
    for (name, pool) in &opened {
        let start = Instant::now();
        assert!(pool.ping(limit).await.is_err(), "{name}: the server is down");
        assert!(start.elapsed() < limit + limit + SLACK, "{name}: {:?}", start.elapsed());
    }
    let _second = tokio::task::spawn_blocking(move || later.start()).await.unwrap();
    for (name, pool) in &opened {
        let end = Instant::now() + Duration::from_secs(40);
        while let Err(error) = pool.ping(limit).await {
            assert!(Instant::now() < end, "{name}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn a_pool_survives_a_server_that_is_killed_and_started_again() {
    tokio::join!(
        restarts(POSTGRES, Later::postgres()),
        restarts(MYSQL, Later::mariadb()),
        restarts(MONGODB, Later::mongodb().without_user()),
        restarts(REDIS, Later::redis()),
    );
}

/// A task that is aborted, as on a shutdown, closes its attempt.
async fn is_aborted(pool: &'static Pool, proxy: Proxy) {
    proxy.set(Traffic::Stands);
    let waiting = tokio::spawn((pool.open)(with(&proxy.url(), "wait=60")));
    until(pool.name, || proxy.accepted() > 0).await;
    waiting.abort();
    assert!(waiting.await.is_err_and(|error| error.is_cancelled()), "{}", pool.name);
    proxy.set(Traffic::Flows);
    until(pool.name, || proxy.open() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
async fn an_aborted_wait_leaves_no_connection() {
    for (pools, server) in ALL {
        for pool in pools.iter().filter(|pool| !pool.blocks) {
            is_aborted(pool, Proxy::new(server())).await;
        }
    }
}
