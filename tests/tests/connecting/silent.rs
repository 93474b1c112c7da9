//! A server that accepts connections and never answers, as a pooler does whose server is down.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use db_config::{Async, Backends, BlockingManager, Connect, Connectable, DatabaseUrl, FromDatabaseUrl, Pong, UrlError};
use diesel::r2d2::{ManageConnection, Pool as Blocking};

use crate::clients::{MONGODB, MYSQL, POSTGRES, Pool, REDIS, open_all};

/// Accepts connections and holds them open.
pub fn silent() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the socket is bound").port();
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for client in listener.incoming().flatten() {
            held.push(client);
        }
    });
    port
}

async fn ends_in_time(pools: &'static [Pool], url: &str) {
    for (name, outcome) in open_all(pools, url, "2").await {
        let error = outcome.result.expect_err(name);
        let shown = error.to_string();
        assert!(!error.is_final(), "{name}: {shown}");
        let causes = ["did not answer within", "timed out", "Server selection timeout"];
        assert!(causes.iter().any(|cause| shown.contains(cause)), "{name}: {shown}");
        assert!(
            (Duration::from_millis(1500)..Duration::from_secs(8)).contains(&outcome.time),
            "{name}: {:?}",
            outcome.time
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attempt_is_longer_than_the_wait() {
    let port = silent();
    ends_in_time(POSTGRES, &format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")).await;
    ends_in_time(MYSQL, &format!("mysql://app@127.0.0.1:{port}/app?ssl-mode=disabled")).await;
    ends_in_time(MONGODB, &format!("mongodb://127.0.0.1:{port}/app")).await;
    ends_in_time(REDIS, &format!("redis://127.0.0.1:{port}")).await;
}

/// redis' manager is tried on a connection before it opens. fred's own limit ends with the TLS handshake.
#[tokio::test]
async fn connect_timeout_includes_the_login_to_redis() {
    async fn ends_in_time<P: Connectable<Mode = Async>>(port: u16) {
        let url = format!("redis://:hunter2@127.0.0.1:{port}/?connect_timeout=2");
        let connect: Connect<P> = Connect::from_database_url(&url.parse().unwrap()).unwrap();
        let start = Instant::now();
        assert!(connect.connect().await.is_err());
        let time = start.elapsed();
        assert!((Duration::from_millis(1900)..Duration::from_secs(6)).contains(&time), "{time:?}");
    }
    let port = silent();
    tokio::join!(
        ends_in_time::<redis::aio::ConnectionManager>(port),
        ends_in_time::<fred::clients::Client>(port),
        ends_in_time::<fred::clients::Pool>(port),
    );
}

/// A manager of blocking connections without any time limit. The server's first byte is the answer.
#[derive(Debug)]
struct Manager(String);

impl FromDatabaseUrl for Manager {
    const BACKENDS: Backends = Backends::POSTGRES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Self(format!("127.0.0.1:{}", url.port().expect("it has a port"))))
    }
}

impl ManageConnection for Manager {
    type Connection = TcpStream;
    type Error = std::io::Error;

    fn connect(&self) -> std::io::Result<TcpStream> {
        let mut server = TcpStream::connect(&self.0)?;
        server.read_exact(&mut [0])?;
        Ok(server)
    }

    fn is_valid(&self, _: &mut TcpStream) -> std::io::Result<()> {
        Ok(())
    }

    fn has_broken(&self, _: &mut TcpStream) -> bool {
        false
    }
}

impl BlockingManager<TcpStream> for Manager {
    fn ping(_: &mut TcpStream) -> Result<Pong, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Pong::new(Duration::ZERO, None, None))
    }
}

/// Answers each connection after this time. Returns the options of a pool, and the number of connections.
fn answers_after(time: Duration, wait: u32) -> (Connect<Blocking<Manager>>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the socket is bound").port();
    let accepted = Arc::<AtomicUsize>::default();
    let of_thread = Arc::clone(&accepted);
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            of_thread.fetch_add(1, Ordering::Relaxed);
            thread::spawn(move || {
                thread::sleep(time);
                let _ = client.write_all(b"x");
            });
        }
    });
    let url = format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable&max_connections=1&wait={wait}");
    (Connect::from_database_url(&url.parse().unwrap()).unwrap(), accepted)
}

/// The thread of a blocking attempt runs on after its 10 seconds.
#[test]
fn a_blocking_pool_leaves_one_connection_behind() {
    let (connect, accepted) = answers_after(Duration::from_secs(600), 12);
    let start = Instant::now();
    let error = connect.connect().unwrap_err();
    assert!(error.to_string().ends_with("1 attempt in 12.0 s): the database did not answer within 12.0 s"), "{error}");
    assert!((Duration::from_secs(12)..Duration::from_secs(20)).contains(&start.elapsed()), "{:?}", start.elapsed());
    assert_eq!((error.attempts(), accepted.load(Ordering::Relaxed)), (1, 1));
}

#[test]
fn a_late_answer_to_a_blocking_pool_counts() {
    let (connect, accepted) = answers_after(Duration::from_millis(10_500), 60);
    let start = Instant::now();
    let pool = connect.connect().unwrap();
    // The second connection is that of the pool.
    assert_eq!(accepted.load(Ordering::Relaxed), 2);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    db_config::ping(&pool).unwrap();
}
