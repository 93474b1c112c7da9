//! The client options of mysql_async, on a real database.

use std::cell::RefCell;
use std::time::Duration;

use db_config::{FromDatabaseUrl, ProblemKind};
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder, Pool};
use tests::scenarios::{self, Prefer, VerifyCa};
use tests::{servers, url};

fn opts(text: &str) -> Opts {
    Opts::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn options_are_those_of_the_url() {
    let opts = opts(
        "mariadb://us%40er:p%40ss@[2001:db8::1]:3307/or%20ders?ssl-mode=disabled&statement_cache_size=7\
         &charset=utf8mb4&collation=utf8mb4_bin&timezone=%2B02:00",
    );
    assert_eq!((opts.ip_or_hostname(), opts.tcp_port()), ("2001:db8::1", 3307));
    assert_eq!((opts.user(), opts.pass(), opts.db_name()), (Some("us@er"), Some("p@ss"), Some("or ders")));
    assert_eq!((opts.stmt_cache_size(), opts.prefer_socket(), opts.socket()), (7, false, None));
    assert_eq!(opts.setup(), ["SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin'", "SET time_zone = '+02:00'"]);
    assert!(opts.ssl_opts().is_none());
}

#[test]
fn unset_parameters_keep_the_clients_defaults() {
    let left_out = opts("mysql://localhost");
    let default = Opts::from(OptsBuilder::default());
    assert_eq!((left_out.pass(), left_out.db_name()), (None, None));
    assert_eq!(left_out.tcp_port(), 3306);
    assert_eq!(left_out.stmt_cache_size(), default.stmt_cache_size());
    assert_eq!(left_out.pool_opts(), default.pool_opts());
    assert!(left_out.setup().is_empty());
    assert_eq!(opts("mysql:///d").ip_or_hostname(), "127.0.0.1");
    assert_eq!(opts("mysql://h.example.com/d?prepared_statements=false").stmt_cache_size(), 0);
}

#[test]
fn uses_the_socket_of_the_url() {
    for text in ["mysql://u@%2Frun%2Fmy.sock/d", "mysql://u@localhost/d?unix_socket=/run/my.sock"] {
        assert_eq!(opts(text).socket(), Some("/run/my.sock"), "{text}");
        assert!(opts(text).ssl_opts().is_none());
    }
}

#[test]
fn sets_the_chosen_tls_mode() {
    let tls = |text: &str| opts(text).ssl_opts().cloned();
    assert_eq!(tls("mysql://127.0.0.1/d"), None);
    for text in ["mysql://db.example.com/d", "mysql://db/d?ssl-mode=REQUIRED"] {
        let require = tls(text).unwrap();
        assert!(require.accept_invalid_certs() && require.skip_domain_validation(), "{text}");
    }
    let verify_ca = tls("mysql://db/d?ssl-mode=VERIFY_CA&ssl-ca=/ca.pem").unwrap();
    assert!(!verify_ca.accept_invalid_certs() && verify_ca.skip_domain_validation());
    assert!(verify_ca.disable_built_in_roots());
    assert_eq!(verify_ca.root_certs(), [std::path::PathBuf::from("/ca.pem").into()]);
    let verify_full = tls("mysql://db.example.com/d?sslaccept=strict").unwrap();
    assert_eq!(verify_full, mysql_async::SslOpts::default());
}

#[test]
fn the_pool_has_the_options_of_the_url() {
    let pool = |text: &str| opts(text).pool_opts().clone();
    let sizes = |text: &str| (pool(text).constraints().min(), pool(text).constraints().max());
    assert_eq!(sizes("mysql://localhost/d?connection_limit=5"), (5, 5));
    assert_eq!(sizes("mysql://localhost/d?connection_limit=50"), (10, 50));
    assert_eq!(sizes("mysql://localhost/d?connection_limit=50&min_connections=2"), (2, 50));
    assert_eq!(sizes("mysql://localhost/d?min_connections=2"), (2, 100));
    let pool = pool("mysql://localhost/d?idle_timeout=60&max_lifetime=3600");
    assert_eq!(pool.inactive_connection_ttl(), Duration::from_secs(60));
    assert_eq!(pool.abs_conn_ttl(), Some(Duration::from_secs(3600)));
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, what) in [
        ("mysql://u:hunter2@a.example.com,b.example.com/d", "several hosts"),
        ("mysql://u:hunter2@localhost/d?ssl-mode=preferred", "ssl-mode=required"),
        ("mysql://u:hunter2@h.example.com/d?ssl-cert=a&ssl-key=b", "a client certificate"),
        ("mysql://u:hunter2@%2Frun%2Fmy.sock/d?ssl-mode=required", "Unix socket"),
        ("mysql://u:hunter2@localhost/d?min_connections=101", "`max_connections`"),
    ] {
        let error = Opts::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let error = error.to_string();
        assert!(error.contains(what) && error.contains("mysql_async") && !error.contains("hunter2"), "{error}");
    }
    for query in ["connection_limit=0", "connection_limit=1&min_connections=2"] {
        let error = Opts::from_database_url(&url(&format!("mysql://localhost/d?{query}"))).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::InvalidValue, "{error}");
    }
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn on_a_server() {
    let refused = RefCell::new(Vec::new());
    scenarios::mariadb(VerifyCa::OnlyTheHosts, Prefer::Unsupported, async |url| {
        let opts = match Opts::from_database_url(&url) {
            Err(error) if error.kind() == ProblemKind::Unsupported => {
                refused.borrow_mut().push(error.to_string());
                return Ok(true);
            }
            opts => opts?,
        };
        let mut connection = Conn::new(opts).await?;
        let cipher: Option<(String, String)> = connection.query_first("show status like 'Ssl_cipher'").await?;
        connection.disconnect().await?;
        Ok(!cipher.ok_or("no such status")?.1.is_empty())
    })
    .await;
    // mysql_async does not support these two cases. All others have the expected outcome.
    let refused = refused.into_inner();
    assert!(
        matches!(&refused[..], [prefer, pair] if prefer.contains("`prefer`") && pair.contains("a client certificate"))
    );
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn the_session_has_the_options_of_the_url() {
    let server = servers::mariadb();
    let query = "ssl-mode=disabled&collation=utf8mb4_bin&timezone=%2B02:30&connection_limit=1&idle_timeout=60";
    let pool = Pool::new(opts(&server.url_as(server.user, server.host, query)));
    // The second time, the pool returns the same connection after a reset.
    for _ in 0..2 {
        let mut connection = pool.get_conn().await.unwrap();
        let settings: Option<(String, String, String)> =
            connection.query_first("select @@collation_connection, @@time_zone, database()").await.unwrap();
        let wanted = ("utf8mb4_bin".to_owned(), "+02:30".to_owned(), server.database.to_owned());
        assert_eq!(settings, Some(wanted));
    }
    pool.disconnect().await.unwrap();
}
