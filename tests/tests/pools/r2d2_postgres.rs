//! `Connect` opens a pool of r2d2_postgres, on a real server. The client blocks the thread, and panics in async code.

use std::process::Command;
use std::time::{Duration, Instant};

use db_config::{Connect, ConnectError, DatabaseConfig, FromTlsPlan, Pong, RustlsConnector};
use postgres::error::SqlState;
use postgres_native_tls::MakeTlsConnector;
use r2d2_postgres::PostgresConnectionManager as Manager;
use r2d2_postgres::r2d2::Pool;
use tests::pools::{closed, postgres};
use tests::servers::{self, Server};
use tests::three_ways;
use tokio::runtime::{Builder, Runtime};
use tokio::task::block_in_place;
use tokio_postgres::NoTls;

type Connected<T> = Connect<Pool<Manager<T>>>;

#[derive(DatabaseConfig)]
struct Config<T: FromTlsPlan> {
    orders: Connected<T>,
}

fn config<T: FromTlsPlan>(url: &str) -> Connected<T> {
    Config::from_source(&[("DATABASE_URL", url)]).unwrap_or_else(|error| panic!("{error}")).orders
}

fn url(server: &Server, query: &str) -> String {
    server.url_as(server.user, "localhost", query)
}

fn pong<T: FromTlsPlan>(url: &str) -> Result<Pong, ConnectError> {
    db_config::ping(&config::<T>(url).connect()?)
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn the_size_and_the_wait_reach_the_pool() {
    for connect in three_ways!(Connected<NoTls>, postgres("r2d2"), max_connections = 2, acquire_timeout = "1s") {
        let pool = connect.connect().unwrap();
        assert_eq!(pool.state().connections, 2);
        let _taken = (pool.get().unwrap(), pool.get().unwrap());
        let start = Instant::now();
        assert!(pool.get().is_err());
        assert!((Duration::from_millis(990)..Duration::from_secs(15)).contains(&start.elapsed()));
    }
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn the_timeouts_reach_the_connections() {
    for connect in three_ways!(Connected<NoTls>, postgres("r2d2"), max_connections = 1, statement_timeout = "200ms") {
        let error = connect.connect().unwrap().get().unwrap().execute("select pg_sleep(5)", &[]).unwrap_err();
        assert_eq!(error.code(), Some(&SqlState::QUERY_CANCELED), "{error:?}");
    }
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn the_type_names_the_tls_library() {
    tests::connector::install_provider();
    let ca = servers::certificates().ca.display();
    for query in ["sslmode=require".to_owned(), format!("sslmode=verify-full&sslrootcert={ca}")] {
        let url = url(servers::postgres(), &query);
        for pong in [pong::<RustlsConnector>(&url), pong::<MakeTlsConnector>(&url)] {
            assert_eq!(pong.unwrap().server_tls, Some(true), "{query}");
        }
    }
    for query in ["sslmode=disable", ""] {
        assert_eq!(pong::<NoTls>(&url(servers::postgres(), query)).unwrap().server_tls, Some(false), "{query}");
    }
}

#[test]
fn a_manager_without_tls_rejects_a_mode_that_needs_it() {
    for (url, mode) in [
        ("postgres://app@localhost/app?sslmode=prefer", "`prefer` (set by `sslmode` in the URL)"),
        ("postgres://app@db.example.com/app", "`require` (chosen for the host `db.example.com`)"),
    ] {
        let error = Config::<NoTls>::from_source(&[("DATABASE_URL", url)]).err().unwrap().to_string();
        assert!(error.contains(&format!("does not support TLS mode {mode}")), "{error}");
        assert!(error.contains("`PostgresConnectionManager<RustlsConnector>`"), "{error}");
    }
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn wait_stops_at_once_if_another_attempt_cannot_succeed() {
    tests::connector::install_provider();
    let server = servers::postgres();
    let ca = servers::certificates().other_ca.display();
    for (url, cause) in [
        (url(server, "wait=60").replace("/app?", "/nope?"), "database \"nope\" does not exist"),
        (url(servers::postgres_without_tls(), "sslmode=require&wait=60"), "TLS handshake"),
        (url(server, &format!("sslmode=verify-full&sslrootcert={ca}&wait=60")), "TLS handshake"),
    ] {
        for error in [pong::<RustlsConnector>(&url), pong::<MakeTlsConnector>(&url)].map(Result::unwrap_err) {
            assert!(error.is_final() && error.attempts() == 1 && error.to_string().contains(cause), "{error}");
            assert!(error.into_client_error::<postgres::Error>().is_ok());
        }
    }
}

#[test]
fn wait_stops_by_the_code_and_not_by_the_text() {
    for (code, is_final) in [("28P01", true), ("3D000", true), ("57P03", false), ("53300", false)] {
        let url = format!("{}&wait=1", servers::refuses_login(code, "Nachricht"));
        let error = pong::<NoTls>(&url).unwrap_err();
        assert_eq!((error.is_final(), error.attempts() == 1), (is_final, is_final), "{code}: {error}");
    }
}

fn runtimes() -> [Runtime; 2] {
    [Builder::new_current_thread(), Builder::new_multi_thread()]
        .map(|mut builder| builder.enable_all().build().unwrap())
}

/// Every call on the pool.
fn calls(url: &str) -> [ConnectError; 3] {
    let connect = config::<NoTls>(url);
    [connect.connect().err(), config::<NoTls>(&format!("{url}&wait=60")).connect().err(), connect.connect_lazy().err()]
        .map(|error| error.expect("it is async code"))
}

/// There is no server: the error comes before the first attempt, in `main`, in a task, and inside of `select!`.
#[test]
fn in_async_code_each_call_is_an_error_that_names_spawn_blocking() {
    for runtime in runtimes() {
        let url = format!("{}?sslmode=disable", closed("postgres"));
        let start = Instant::now();
        let in_main = runtime.block_on(async { calls(&url) });
        let of_task = url.clone();
        let in_a_task = runtime.block_on(runtime.spawn(async move { calls(&of_task) })).unwrap();
        let nested = runtime.block_on(async {
            tokio::select! { errors = async { calls(&url) } => errors }
        });
        for error in in_main.into_iter().chain(in_a_task).chain(nested) {
            assert_eq!(
                error.to_string(),
                "cannot connect (DATABASE_URL): postgres does not support async code, because it blocks the thread: call it \
                 in `tokio::task::spawn_blocking`, also each use of the pool"
            );
            assert!(error.is_final());
        }
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn in_spawn_blocking_it_works() {
    for runtime in runtimes() {
        let url = postgres("blocking");
        let opens = move || {
            let connect = config::<NoTls>(&format!("{url}&max_connections=1&wait=30"));
            let pool = connect.connect().unwrap();
            assert!(db_config::ping(&pool).is_ok() && db_config::ping(&connect.connect_lazy().unwrap()).is_ok());
            pool
        };
        let pool = runtime.block_on(runtime.spawn_blocking(opens)).unwrap();

        let error = runtime.block_on(async { db_config::ping(&pool).unwrap_err() }).to_string();
        assert!(error.starts_with("cannot ping: postgres does not support async code"), "{error}");

        let asks = move || pool.get().unwrap().query_one("select 1", &[]).unwrap().get::<_, i32>(0);
        assert_eq!(runtime.block_on(runtime.spawn_blocking(asks)).unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn in_block_in_place_it_works() {
    let url = postgres("place");
    block_in_place(|| {
        let pool = config::<NoTls>(&url).connect().unwrap();
        assert!(db_config::ping(&pool).is_ok());
        assert_eq!(pool.get().unwrap().query_one("select 1", &[]).unwrap().get::<_, i32>(0), 1);
    });
}

/// The page of postgres tells how to avoid it. The panic of the second connection ends the process.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn the_last_handle_ends_the_process_if_async_code_drops_it() {
    const URL: &str = "DB_CONFIG_TEST_URL";
    if let Ok(url) = std::env::var(URL) {
        let runtime = Runtime::new().unwrap();
        let pool = runtime.block_on(runtime.spawn_blocking(move || config::<NoTls>(&url).connect().unwrap())).unwrap();
        // A thread of r2d2 that has opened a connection holds the pool for a moment.
        std::thread::sleep(Duration::from_millis(500));
        return runtime.block_on(async { drop(pool) });
    }
    let name = "r2d2_postgres::the_last_handle_ends_the_process_if_async_code_drops_it";
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--include-ignored"])
        .env(URL, postgres("dropped") + "&max_connections=2")
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&child.stderr);
    assert!(!child.status.success() && shown.contains("Cannot start a runtime from within a runtime"), "{shown}");
    assert!(shown.contains("panic in a destructor during cleanup"), "{shown}");
}
