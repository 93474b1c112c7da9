//! `Connect` opens a pool of bb8-postgres, on a real server. The manager's type names the TLS library.

use bb8_postgres::PostgresConnectionManager as Manager;
use bb8_postgres::bb8::Pool;
use db_config::{Connect, ConnectError, DatabaseConfig, FromTlsPlan, Pong, RustlsConnector};
use postgres_native_tls::MakeTlsConnector;
use tests::pools::{each, has_two_and_waits, postgres};
use tests::servers::{self, Server};
use tests::three_ways;
use tokio_postgres::NoTls;

type Connected<T> = Connect<Pool<Manager<T>>>;

#[derive(DatabaseConfig)]
struct Config<T: FromTlsPlan> {
    orders: Connected<T>,
}

fn url(server: &Server, query: &str) -> String {
    server.url_as(server.user, "localhost", query)
}

async fn pong<T: FromTlsPlan>(url: String) -> Result<Pong, ConnectError> {
    let config = Config::<T>::from_source(&[("DATABASE_URL", url)]).unwrap();
    db_config::ping(&config.orders.connect().await?).await
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_size_and_the_wait_reach_the_pool() {
    let connects = three_ways!(Connected<NoTls>, postgres("bb8"), max_connections = 2, acquire_timeout = "1s");
    each(connects, async |connect| {
        let pool = connect.connect().await.unwrap();
        has_two_and_waits(|| pool.get()).await;
        assert_eq!(pool.state().connections, 2);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_type_names_the_tls_library() {
    tests::connector::install_provider();
    let ca = servers::certificates().ca.display();
    for query in ["sslmode=require".to_owned(), format!("sslmode=verify-full&sslrootcert={ca}")] {
        let pongs = [
            pong::<RustlsConnector>(url(servers::postgres(), &query)).await,
            pong::<MakeTlsConnector>(url(servers::postgres(), &query)).await,
        ];
        for pong in pongs {
            assert_eq!(pong.unwrap().server_tls, Some(true), "{query}");
        }
    }
    for query in ["sslmode=disable", ""] {
        assert_eq!(pong::<NoTls>(url(servers::postgres(), query)).await.unwrap().server_tls, Some(false), "{query}");
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

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn wait_stops_at_once_if_another_attempt_cannot_succeed() {
    tests::connector::install_provider();
    let server = servers::postgres();
    let ca = servers::certificates().other_ca.display();
    for (url, cause) in [
        (url(server, "wait=60").replace("/app?", "/nope?"), "database \"nope\" does not exist"),
        (url(servers::postgres_without_tls(), "sslmode=require&wait=60"), "TLS handshake"),
        (url(server, &format!("sslmode=verify-full&sslrootcert={ca}&wait=60")), "TLS handshake"),
    ] {
        for error in [pong::<RustlsConnector>(url.clone()).await, pong::<MakeTlsConnector>(url.clone()).await] {
            let error = error.unwrap_err();
            assert!(error.is_final() && error.attempts() == 1 && error.to_string().contains(cause), "{error}");
            assert!(error.into_client_error::<tokio_postgres::Error>().is_ok());
        }
    }
}

#[tokio::test]
async fn wait_stops_by_the_code_and_not_by_the_text() {
    for (code, is_final) in [("28P01", true), ("3D000", true), ("57P03", false), ("53300", false)] {
        let url = format!("{}&wait=1", servers::refuses_login(code, "Nachricht"));
        let error = pong::<NoTls>(url).await.unwrap_err();
        assert_eq!((error.is_final(), error.attempts() == 1), (is_final, is_final), "{code}: {error}");
    }
}
