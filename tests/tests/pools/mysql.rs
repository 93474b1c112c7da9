//! `Connect` opens the pool of mysql, and that of r2d2_mysql, on a real server.

use std::time::{Duration, Instant};

use db_config::{Blocking, Connect, ConnectError, ConnectLazy, DatabaseConfig, FromDatabaseUrl, Pong};
use mysql::{Opts, Pool};
use r2d2_mysql::{MySqlConnectionManager as Manager, r2d2};
use tests::pools::{closed, denied};
use tests::{servers, three_ways};

type R2d2 = r2d2::Pool<Manager>;

fn mariadb() -> String {
    servers::mariadb().url()
}

fn connect<P: ConnectLazy<Mode = Blocking>>(url: &str) -> Connect<P> {
    Connect::from_database_url(&url.parse().unwrap()).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// Returns the number of connections that the pool opens.
fn most(pool: &Pool) -> usize {
    std::iter::from_fn(|| pool.try_get_conn(Duration::from_millis(500)).ok()).take(50).collect::<Vec<_>>().len()
}

#[test]
#[ignore = "needs MariaDB: run ./test"]
fn the_size_reaches_the_pool() {
    for opts in three_ways!(Opts, mariadb(), max_connections = 2) {
        assert_eq!(most(&Pool::new(opts).unwrap()), 2);
    }
    for connect in three_ways!(Connect<Pool>, mariadb(), max_connections = 3, min_connections = 1) {
        let pool = connect.connect().unwrap();
        assert!(format!("{pool:?}").ends_with("count: 1 }"), "{pool:?}");
        assert_eq!(most(&pool), 3);
    }
    for connect in three_ways!(Connect<R2d2>, mariadb(), max_connections = 2, acquire_timeout = "1s") {
        let pool = connect.connect().unwrap();
        let _taken = (pool.get().unwrap(), pool.get().unwrap());
        let start = Instant::now();
        assert!(pool.get().is_err());
        assert!((Duration::from_millis(990)..Duration::from_secs(15)).contains(&start.elapsed()));
    }
}

/// A server that never answers: the system accepts the connections that it has room for.
#[test]
#[cfg(target_os = "linux")]
fn a_connection_is_given_up_after_its_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut full = Vec::new();
    while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
        full.push(stream);
        assert!(full.len() < 10_000, "the system has room for all of them");
    }
    for opts in three_ways!(Opts, format!("mysql://app@{address}/app"), connect_timeout = "1s") {
        let start = Instant::now();
        let error = mysql::Conn::new(opts).unwrap_err();
        assert!(error.to_string().contains("connection timeout"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

#[test]
#[ignore = "needs MariaDB: run ./test"]
fn a_lazy_pool_opens_no_connection() {
    let url = closed("mysql");
    let pool = connect::<Pool>(&url).connect_lazy().unwrap();
    assert!(format!("{pool:?}").ends_with("count: 0 }"), "{pool:?}");
    assert!(connect::<Pool>(&url).connect().is_err());
    let pool = connect::<Pool>(&format!("{}&max_connections=3", mariadb())).connect_lazy().unwrap();
    assert_eq!(most(&pool), 3);
}

fn pong<P: ConnectLazy<Mode = Blocking>>(url: &str) -> Result<Pong, ConnectError> {
    db_config::ping(&connect::<P>(url).connect()?)
}

#[test]
#[ignore = "needs MariaDB: run ./test"]
fn a_ping_tells_the_servers_version_and_tls() {
    let server = servers::mariadb();
    for (query, tls) in [("ssl-mode=DISABLED", false), ("ssl-mode=REQUIRED", true)] {
        let url = server.url_as(server.user, "localhost", query);
        for pong in [pong::<Pool>(&url), pong::<R2d2>(&url)].map(Result::unwrap) {
            assert_eq!(pong.server_tls, Some(tls), "{query}");
            assert!(pong.server.is_some_and(|server| server.starts_with("MariaDB 10.")));
        }
    }
}

#[test]
#[ignore = "needs MariaDB: run ./test"]
fn a_ping_of_a_pool_whose_connections_are_in_use_says_so() {
    let pool = connect::<Pool>(&format!("{}&max_connections=1", mariadb())).connect().unwrap();
    let _taken = pool.get_conn().unwrap();
    let error = db_config::ping_within(&pool, Duration::from_millis(300)).unwrap_err().to_string();
    assert!(error.starts_with("cannot ping: the pool had no connection within 0.3 s"), "{error}");
}

#[test]
#[ignore = "needs MariaDB: run ./test"]
fn wait_stops_at_once_if_another_attempt_cannot_succeed() {
    let server = servers::mariadb();
    let ca = servers::certificates().other_ca.display();
    for (url, cause) in [
        (format!("{}&wait=60", denied(server)), "Access denied"),
        (format!("{}&wait=60", mariadb()).replace("/app?", "/nope?"), "nope"),
        (servers::mariadb_without_tls().url_as(server.user, "127.0.0.1", "ssl-mode=REQUIRED&wait=60"), "capability"),
        (
            server.url_as(server.user, "localhost", &format!("ssl-mode=VERIFY_IDENTITY&ssl-ca={ca}&wait=60")),
            "UnknownIssuer",
        ),
    ] {
        for error in [pong::<Pool>(&url), pong::<R2d2>(&url)].map(Result::unwrap_err) {
            assert!(error.is_final() && error.attempts() == 1 && error.to_string().contains(cause), "{error}");
            assert!(matches!(mysql::Error::from(error), error if error.to_string().contains(cause)));
        }
    }
    let error = pong::<Pool>(&format!("{}?wait=1", closed("mysql"))).unwrap_err();
    assert!(!error.is_final() && error.attempts() > 1 && error.to_string().contains("refused"), "{error}");
}

/// The client does not need a thread of its own, and does not panic in async code.
#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn async_code_may_call_it_although_it_blocks_the_thread() {
    assert!(pong::<Pool>(&mariadb()).is_ok());
    assert!(pong::<R2d2>(&mariadb()).is_ok());
}

#[derive(DatabaseConfig)]
struct Lost {
    #[allow(dead_code)]
    orders: Connect<Pool>,
}

#[test]
fn an_option_that_the_pool_does_not_have_is_a_warning() {
    for option in ["DATABASE_ACQUIRE_TIMEOUT", "DATABASE_IDLE_TIMEOUT", "DATABASE_MAX_LIFETIME"] {
        let source = [("DATABASE_URL", "mysql://app@localhost/app"), (option, "5s")];
        let warnings = Lost::warnings(&source).unwrap();
        assert!(warnings.len() == 1 && warnings[0].to_string().contains(option), "{warnings:?}");
    }
}
