//! Query parameters of other tools: Prisma, Rails, Laravel and others.

use db_config::{Capabilities, FromDatabaseUrl, ProblemKind, TlsMode, WarningKind};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tests::{error, url};

#[test]
fn prismas_pool_parameters_are_pool_options() {
    let text =
        "postgres://u@localhost/d?max_idle_connection_lifetime=60&max_connection_lifetime=600&connection_limit=3";
    let pool = PgPoolOptions::from_database_url(&url(text)).unwrap();
    assert_eq!(pool.get_idle_timeout().map(|timeout| timeout.as_secs()), Some(60));
    assert_eq!(pool.get_max_lifetime().map(|timeout| timeout.as_secs()), Some(600));
    assert_eq!(pool.get_max_connections(), 3);
}

#[test]
fn prismas_own_parameters_are_mapped() {
    let tls = url("postgres://u@h.example.com/d?sslaccept=strict&sslcert=/ca.pem").tls().clone();
    assert_eq!((tls.mode(), tls.client_certificate()), (TlsMode::VerifyFull, None));
    assert_eq!(tls.root_certificate(), Some(&db_config::RootCertificate::File("/ca.pem".into())));
    assert_eq!(error("postgres://u@h.example.com/d?sslcert=/ca.pem").kind(), ProblemKind::InvalidValue);
    assert_eq!(url("mysql://u@localhost/d?socket=(/tmp/mysql.sock)").host(), Some("/tmp/mysql.sock"));
}

#[test]
fn parameters_of_other_tools_are_warnings() {
    for (text, keys) in [
        ("postgres://localhost/d?timeout=15000&idle_interval=5&pool_size=2", &["timeout", "idle_interval"][..]),
        (
            "mysql://localhost/d?reaping_frequency=10&adapter=trilogy&encoding=utf8mb4",
            &["reaping_frequency", "adapter", "encoding"],
        ),
        ("sqlite:app.db?_loc=auto&adapter=sqlite3", &["_loc", "adapter"]),
        ("postgres://localhost/d?encoding=utf8", &[]),
    ] {
        let wanted: Vec<_> = keys.iter().map(|key| WarningKind::OtherTool { parameter: (*key).to_owned() }).collect();
        assert_eq!(url(text).warnings(Capabilities::ALL), wanted, "{text}");
    }
    let rails = url("postgres://h/d?schema_search_path=a,b&statement_limit=0&max=7&min=2&max_age=60");
    let options = PgConnectOptions::from_database_url(&rails).unwrap();
    assert_eq!(options.get_options(), Some("-c search_path=a,b"));
    assert_eq!(PgPoolOptions::from_database_url(&rails).unwrap().get_max_connections(), 7);
    // This parameter may turn verification off.
    assert_eq!(error("postgres://h/d?ssl_opts=x").kind(), ProblemKind::UnknownTlsParameter);
}
