//! Pool options take effect in deadpool-postgres, on a real server.

use db_config::TlsPlan;
use deadpool_postgres::{Config, Pool, Runtime};
use tests::connector::connector;
use tests::pools::{each, has_two_and_waits, postgres};
use tests::three_ways;

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

mod connect {
    use db_config::{Connect, ConnectError, DatabaseConfig, Roots, Tls};
    use deadpool_postgres::PoolError;
    use tests::pools::{assert_denied, closed, denied};
    use tests::servers::{self, Server};

    use super::*;

    #[derive(DatabaseConfig)]
    struct Config {
        orders: Connect<Pool>,
    }

    fn orders(url: String) -> Connect<Pool> {
        Config::from_source(&[("DATABASE_URL", url)]).unwrap().orders
    }

    /// Returns the URL over TCP with this query and the host `localhost`, for which the certificate is valid.
    fn with(server: &Server, query: &str) -> String {
        server.url_as(server.user, "localhost", query)
    }

    /// Returns the answer over a connection with this URL.
    async fn pong(url: String, tls: Option<Tls>) -> Result<db_config::Pong, ConnectError> {
        let mut connect = orders(url);
        if let Some(tls) = tls {
            connect = connect.tls(tls);
        }
        db_config::ping(&connect.connect().await?).await
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn connect_sets_the_size_and_the_wait() {
        let connects = three_ways!(Connect<Pool>, postgres("connected"), max_connections = 2, acquire_timeout = "1s");
        each(connects, async |connect| {
            let pool = connect.connect().await.unwrap();
            has_two_and_waits(|| pool.get()).await;
            assert_eq!(pool.status().size, 2);
        })
        .await;
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn the_application_names_the_tls_library_once() {
        tests::connector::install_provider();
        let ca = servers::certificates().ca.display();
        for query in ["sslmode=require".to_owned(), format!("sslmode=verify-full&sslrootcert={ca}")] {
            for tls in [Tls::rustls(Roots::System), Tls::native()] {
                let pong = pong(with(servers::postgres(), &query), Some(tls)).await.unwrap();
                assert_eq!(pong.server_tls, Some(true), "{query}");
            }
        }
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_mode_that_needs_a_library_shows_the_line_that_names_it() {
        for mode in ["prefer", "require", "verify-full"] {
            let error = pong(with(servers::postgres(), &format!("sslmode={mode}")), None).await.unwrap_err();
            let shown = error.to_string();
            let expected = format!("missing TLS library for TLS mode `{mode}` (set by `sslmode` in the URL)");
            assert!(shown.contains(&expected) && error.is_final(), "{shown}");
            assert!(shown.contains(".tls(Tls::rustls(Roots::System)).connect()"), "{shown}");
        }
    }

    /// Without TLS, the client fails with an error that does not name the cause.
    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn channel_binding_needs_a_library() {
        let url = with(servers::postgres(), "channel_binding=require");
        let error = pong(url.clone(), None).await.unwrap_err();
        let shown = error.to_string();
        assert!(shown.contains("missing TLS library for `channel_binding=require`") && error.is_final(), "{shown}");
        assert!(shown.contains(".tls(Tls::rustls(Roots::System)).connect()"), "{shown}");
        tests::connector::install_provider();
        assert_eq!(pong(url, Some(Tls::rustls(Roots::System))).await.unwrap().server_tls, Some(true));
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn off_and_a_guessed_prefer_need_no_library() {
        for query in ["sslmode=disable", ""] {
            let pong = pong(with(servers::postgres(), query), None).await.unwrap();
            assert_eq!(pong.server_tls, Some(false), "{query}");
        }
        // A library that is not needed is not built: `ring` or `aws-lc-rs` may not be installed.
        let tls = Some(Tls::rustls(Roots::System));
        assert_eq!(pong(with(servers::postgres(), "sslmode=disable"), tls).await.unwrap().server_tls, Some(false));
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn wait_stops_at_once_if_another_attempt_cannot_succeed() {
        tests::connector::install_provider();
        let server = servers::postgres();
        let ca = servers::certificates().other_ca.display();
        let unknown_database = with(server, "sslmode=disable").replace("/app?", "/nope?");
        let wrong_name =
            server.url_as(server.user, "127.0.0.1", &format!("sslrootcert={}", servers::certificates().ca.display()));
        let urls = [
            (denied(server), "password authentication failed"),
            (unknown_database, "database \"nope\" does not exist"),
            (server.url_as(servers::TLS_USER, "localhost", "sslmode=disable"), "pg_hba.conf"),
            (with(servers::postgres_without_tls(), "sslmode=require"), "TLS handshake"),
            (with(server, &format!("sslmode=verify-full&sslrootcert={ca}")), "TLS handshake"),
            (wrong_name, "TLS handshake"),
            (with(servers::postgres_expired(), "sslmode=verify-full"), "TLS handshake"),
        ];
        for (url, cause) in urls {
            let mark = if url.contains('?') { '&' } else { '?' };
            for tls in [Tls::rustls(Roots::System), Tls::native()] {
                let error = pong(format!("{url}{mark}wait=60"), Some(tls)).await.unwrap_err();
                let shown = error.to_string();
                assert!(error.is_final() && error.attempts() == 1 && shown.contains(cause), "{shown}");
                let client = error.client_error().unwrap();
                assert!(client.is::<tokio_postgres::Error>(), "{client:?}");
            }
        }
        let error = pong(denied(server), None).await.unwrap_err();
        assert_denied(&error);
    }

    #[tokio::test]
    async fn wait_connects_again_if_the_server_may_come() {
        for url in [closed("postgres"), "postgres://app@db.invalid/app?sslmode=disable".to_owned()] {
            let mark = if url.contains('?') { '&' } else { '?' };
            let error = pong(format!("{url}{mark}wait=1"), None).await.unwrap_err();
            assert!(!error.is_final() && error.attempts() > 1, "{error}");
            assert!(error.to_string().contains("error connecting to server: "), "{error}");
        }
    }

    #[tokio::test]
    async fn wait_stops_by_the_code_and_not_by_the_text() {
        for (code, is_final) in [("28P01", true), ("3D000", true), ("57P03", false), ("53300", false)] {
            let url = format!("{}&wait=1", servers::refuses_login(code, "Nachricht"));
            let error = pong(url, None).await.unwrap_err();
            assert_eq!((error.is_final(), error.attempts() == 1), (is_final, is_final), "{code}: {error}");
        }
    }

    /// A server that accepts TLS and then ends the connection, as a proxy does while its server starts.
    #[tokio::test]
    async fn wait_connects_again_if_the_handshake_is_cut() {
        use std::io::{Read, Write};
        tests::connector::install_provider();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 8]);
                let _ = stream.write(b"S");
                let _ = stream.read(&mut [0; 1024]);
            }
        });
        for tls in [Tls::rustls(Roots::System), Tls::native()] {
            let url = format!("postgres://app@127.0.0.1:{port}/app?sslmode=require&wait=1");
            let error = pong(url, Some(tls)).await.unwrap_err();
            assert!(!error.is_final() && error.attempts() > 1, "{error}");
        }
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn a_pool_without_a_free_connection_fails_the_ping() {
        let [connect, ..] = three_ways!(Connect<Pool>, postgres("busy"), max_connections = 1, acquire_timeout = "1s");
        let pool = connect.connect().await.unwrap();
        let _taken = pool.get().await.unwrap();
        let error = db_config::ping(&pool).await.unwrap_err();
        assert!(error.into_client_error::<PoolError>().is_ok());
    }
}
