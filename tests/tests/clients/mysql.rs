//! The client options of mysql, on a real database.

use std::cell::RefCell;
use std::time::Duration;

use db_config::{FromDatabaseUrl, ProblemKind};
use mysql::prelude::Queryable;
use mysql::{Conn, Opts, OptsBuilder, Pool, SslOpts};
use tests::scenarios::{self, Prefer, VerifyCa};
use tests::{servers, url};
use tokio::task::spawn_blocking;

fn opts(text: &str) -> Opts {
    Opts::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn options_are_those_of_the_url() {
    let opts = opts(
        "mariadb://us%40er:p%40ss@[2001:db8::1]:3307/or%20ders?ssl-mode=disabled&statement_cache_size=7\
         &charset=utf8mb4&collation=utf8mb4_bin&timezone=%2B02:00&connect_timeout=5",
    );
    assert_eq!((&*opts.get_ip_or_hostname(), opts.get_tcp_port()), ("[2001:db8::1]", 3307));
    assert_eq!((opts.get_user(), opts.get_pass(), opts.get_db_name()), (Some("us@er"), Some("p@ss"), Some("or ders")));
    assert_eq!((opts.get_stmt_cache_size(), opts.get_prefer_socket(), opts.get_socket()), (7, false, None));
    assert_eq!(opts.get_init(), ["SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin'", "SET time_zone = '+02:00'"]);
    assert_eq!(opts.get_tcp_connect_timeout(), Some(Duration::from_secs(5)));
    assert!(opts.get_ssl_opts().is_none());
}

#[test]
fn unset_parameters_keep_the_clients_defaults() {
    let left_out = opts("mysql://u@localhost");
    let default = OptsBuilder::new().ip_or_hostname(Some("localhost")).user(Some("u")).prefer_socket(false);
    assert_eq!(left_out, Opts::from(default));
    assert_eq!(opts("mysql:///d").get_ip_or_hostname(), "127.0.0.1");
    assert_eq!(opts("mysql://h.example.com/d?prepared_statements=false").get_stmt_cache_size(), 0);
    assert_eq!(opts("mysql://localhost/d?connect_timeout=0").get_tcp_connect_timeout(), None);
}

#[test]
fn uses_the_socket_of_the_url() {
    for text in ["mysql://u@%2Frun%2Fmy.sock/d", "mysql://u@localhost/d?unix_socket=/run/my.sock"] {
        assert_eq!(opts(text).get_socket(), Some("/run/my.sock"), "{text}");
        assert!(opts(text).get_ssl_opts().is_none());
    }
}

#[test]
fn sets_the_chosen_tls_mode() {
    let tls = |text: &str| opts(text).get_ssl_opts().cloned();
    assert_eq!(tls("mysql://127.0.0.1/d"), None);
    for text in ["mysql://db.example.com/d", "mysql://db/d?ssl-mode=REQUIRED"] {
        let require = tls(text).unwrap();
        assert!(require.accept_invalid_certs() && require.skip_domain_validation(), "{text}");
    }
    assert_eq!(tls("mysql://db.example.com/d?sslaccept=strict"), Some(SslOpts::default()));
    // A CA certificate means `verify_ca`, which would accept any host with a public certificate.
    for text in
        ["mysql://db/d?ssl-mode=REQUIRED&ssl-ca=/ca.pem", "mysql://db/d?ssl-mode=VERIFY_IDENTITY&ssl-ca=/ca.pem"]
    {
        let with_root = SslOpts::default().with_root_cert_path(Some(std::path::PathBuf::from("/ca.pem")));
        assert_eq!(tls(text), Some(with_root), "{text}");
    }
}

#[test]
fn the_pool_has_the_size_of_the_url() {
    let sizes = |text: &str| {
        let opts = opts(text);
        let constraints = opts.get_pool_opts().constraints();
        (constraints.min(), constraints.max())
    };
    assert_eq!(sizes("mysql://localhost/d"), (10, 100));
    assert_eq!(sizes("mysql://localhost/d?connection_limit=5"), (5, 5));
    assert_eq!(sizes("mysql://localhost/d?connection_limit=50"), (10, 50));
    assert_eq!(sizes("mysql://localhost/d?connection_limit=50&min_connections=0"), (0, 50));
    assert_eq!(sizes("mysql://localhost/d?min_connections=2"), (2, 100));
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, what) in [
        ("mysql://u:hunter2@a.example.com,b.example.com/d", "several hosts"),
        ("mysql://u:hunter2@localhost/d?ssl-mode=preferred", "ssl-mode=required"),
        ("mysql://u:hunter2@h.example.com/d?ssl-cert=a&ssl-key=b", "a client certificate"),
        ("mysql://u:hunter2@%2Frun%2Fmy.sock/d?ssl-mode=required", "Unix socket"),
        ("mysql://u:hunter2@h.example.com/d?ssl-mode=verify_ca&ssl-ca=/ca.pem", "it also trusts the public CAs"),
        ("mysql://u:hunter2@localhost/d?min_connections=101", "`max_connections`"),
    ] {
        let error = Opts::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let error = error.to_string();
        assert!(error.contains(what) && error.contains("mysql does not support"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn on_a_server() {
    let refused = RefCell::new(Vec::new());
    scenarios::mariadb(VerifyCa::Unsupported, Prefer::Unsupported, async |url| {
        let opts = match Opts::from_database_url(&url) {
            Err(error) if error.kind() == ProblemKind::Unsupported => {
                let is_verify_ca = error.to_string().contains("`verify-ca`");
                refused.borrow_mut().push(error.to_string());
                return if is_verify_ca { Err(error.into()) } else { Ok(true) };
            }
            opts => opts?,
        };
        spawn_blocking(|| {
            let mut connection = Conn::new(opts)?;
            let cipher: Option<(String, String)> = connection.query_first("show status like 'Ssl_cipher'")?;
            Ok(!cipher.ok_or("no such status")?.1.is_empty())
        })
        .await?
    })
    .await;
    // mysql does not support these cases. All others have the expected outcome.
    let refused = refused.into_inner();
    let of = |what: &str| refused.iter().filter(|error| error.contains(what)).count();
    assert_eq!(
        (of("`prefer`"), of("`verify-ca`"), of("a client certificate"), refused.len()),
        (1, 3, 1, 5),
        "{refused:#?}"
    );
}

#[test]
#[ignore = "needs MariaDB: run ./test"]
fn the_session_has_the_options_of_the_url() {
    let server = servers::mariadb();
    let query = "ssl-mode=disabled&collation=utf8mb4_bin&timezone=%2B02:30&connection_limit=1";
    let pool = Pool::new(opts(&server.url_as(server.user, server.host, query))).unwrap();
    // The second time, the pool returns the same connection after a reset.
    for _ in 0..2 {
        let mut connection = pool.get_conn().unwrap();
        let settings: Option<(String, String, String)> =
            connection.query_first("select @@collation_connection, @@time_zone, database()").unwrap();
        let wanted = ("utf8mb4_bin".to_owned(), "+02:30".to_owned(), server.database.to_owned());
        assert_eq!(settings, Some(wanted));
    }
}

/// MariaDB's certificate is for `localhost`, and its CA is not a public one.
#[test]
#[ignore = "needs MariaDB: run ./test"]
fn verifies_the_server_with_the_ca_of_the_url() {
    let server = servers::mariadb();
    let certificates = servers::certificates();
    for (host, ca, verifies) in [
        ("localhost", &certificates.ca, true),
        ("localhost", &certificates.other_ca, false),
        (server.host, &certificates.ca, false),
    ] {
        let query = format!("ssl-mode=REQUIRED&ssl-ca={}", ca.display());
        let connected = Conn::new(opts(&server.url_as(server.user, host, &query)));
        assert_eq!(connected.is_ok(), verifies, "{host} {query}: {:?}", connected.err());
    }
}

/// Without db-config, mysql asks the server for its socket, which does not exist outside of its container.
#[test]
#[ignore = "needs MariaDB: run ./test"]
fn a_loopback_address_stays_on_tcp() {
    let server = servers::mariadb();
    let user = |opts: Opts| {
        let found: Option<String> = Conn::new(opts)
            .unwrap()
            .query_first(
                "select host from information_schema.processlist \
            where id = connection_id()",
            )
            .unwrap();
        found.unwrap()
    };
    let ours = opts(&server.url());
    assert!(user(ours.clone()).contains(':'), "over TCP, there is a port");
    assert_eq!(user(OptsBuilder::from_opts(ours).prefer_socket(true).into()), "localhost");
}
