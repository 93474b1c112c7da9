//! libpq's environment variables fill in the missing parts of a URL.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, TlsMode};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

#[derive(DatabaseConfig)]
struct Libpq {
    #[database(libpq_env)]
    url: DatabaseUrl,
}

#[test]
fn libpq_variables_complete_a_url() {
    let url = Libpq::from_source(&[
        ("PGHOST", "db.example.com"),
        ("PGPORT", "5433"),
        ("PGUSER", "app"),
        ("PGPASSWORD", "p@ss"),
        ("PGDATABASE", "orders"),
        ("PGSSLMODE", "verify-full"),
        ("PGSSLROOTCERT", "/ca.pem"),
    ])
    .unwrap()
    .url;
    assert_eq!((url.host(), url.port(), url.username()), (Some("db.example.com"), Some(5433), Some("app")));
    assert_eq!((url.password(), url.database()), (Some("p@ss"), Some("orders")));
    assert_eq!(
        (url.tls().mode(), url.tls().reason().to_string()),
        (TlsMode::VerifyFull, "set by PGSSLMODE".to_owned())
    );

    let url = Libpq::from_source(&[
        ("DATABASE_URL", "postgres://me@h:1/d?sslmode=disable"),
        ("PGHOST", "x"),
        ("PGPORT", "2"),
        ("PGUSER", "y"),
        ("PGSSLMODE", "require"),
    ])
    .unwrap()
    .url;
    assert_eq!(
        (url.host(), url.port(), url.username(), url.tls().mode()),
        (Some("h"), Some(1), Some("me"), TlsMode::Off)
    );

    let tls = |values: &[(&str, &str)]| Libpq::from_source(&values.to_vec()).unwrap().url.tls().mode();
    let require = ("DATABASE_URL", "postgres://h.example.com/d?sslmode=require");
    assert_eq!(tls(&[require, ("PGSSLROOTCERT", "/ca.pem")]), TlsMode::VerifyCa);
    // libpq rejects it too: "weak sslmode "require" may not be used with sslrootcert=system (use "verify-full")".
    let error = Libpq::from_source(&[require, ("PGSSLROOTCERT", "system")]).err().unwrap().to_string();
    assert!(error.contains("`sslmode` contradicts `PGSSLROOTCERT`"), "{error}");

    let error = Libpq::from_source(&[("PGHOST", "h"), ("PGSSLMODE", "maybe")]).err().unwrap();
    assert!(error.to_string().contains("PGSSLMODE"), "{error}");
    let error = Libpq::from_source(&[("PGHOST", "a,b"), ("PGPORT", "1,2,3")]).err().unwrap();
    assert!(error.to_string().contains("PGPORT"), "{error}");
    let url = Libpq::from_source(&[("PGHOST", "a,b"), ("PGPORT", "1,2")]).unwrap().url;
    assert_eq!((url.hosts()[1].name(), url.hosts()[1].port()), ("b", Some(2)));
    assert_eq!(Libpq::from_source(&[("HOME", "/")]).err().unwrap().problems()[0].kind(), ProblemKind::Missing);
}

fn libpq(variables: &[(&str, &str)]) -> Result<DatabaseUrl, (String, String)> {
    Libpq::from_source(&variables.to_vec()).map(|config| config.url).map_err(|error| {
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        (error.problems()[0].variable().to_owned(), error.to_string())
    })
}

#[test]
fn checks_pghost_and_names_it() {
    for (value, what) in [
        ("\"db.example.com\"", "use only a host name"),
        ("h:1111", "PGPORT"),
        (" h", "use only a host name"),
        ("h\n", "use only a host name"),
        ("[2001:db8::5]", "brackets"),
        ("postgres://u:hunter2@h/d", "expected a host name, found a URL"),
        ("h%2Cevil.com", "use only a host name"),
    ] {
        let (variable, report) = libpq(&[("PGHOST", value)]).unwrap_err();
        assert_eq!(variable, "PGHOST", "{value}");
        assert!(report.contains(what), "{value}: {report}");
    }
    assert_eq!(libpq(&[("PGHOST", "2001:db8::5")]).unwrap().tls().mode(), TlsMode::Require);
    assert_eq!(libpq(&[("PGHOST", "/run/pg")]).unwrap().tls().mode(), TlsMode::Off);
}

#[test]
fn every_variable_of_neon_is_used() {
    let neon = [
        ("PGHOST", "ep-x.eu-central-1.aws.neon.tech"),
        ("PGDATABASE", "neondb"),
        ("PGUSER", "app"),
        ("PGPASSWORD", "hunter2"),
        ("PGSSLMODE", "require"),
        ("PGCHANNELBINDING", "require"),
        ("PGCONNECT_TIMEOUT", "7"),
    ];
    let config = tokio_postgres::Config::from_database_url(&libpq(&neon).unwrap()).unwrap();
    assert_eq!(config.get_channel_binding(), tokio_postgres::config::ChannelBinding::Require);
    assert_eq!(config.get_connect_timeout().map(|timeout| timeout.as_secs()), Some(7));
    let sqlx = PgConnectOptions::from_database_url(&libpq(&neon).unwrap()).unwrap();
    assert!(matches!(sqlx.get_ssl_mode(), PgSslMode::VerifyFull));
    let without_tls = neon.map(|(name, value)| (name, if name == "PGSSLMODE" { "prefer" } else { value }));
    let error = PgConnectOptions::from_database_url(&libpq(&without_tls).unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.variable()), (ProblemKind::Unsupported, Some("PGCHANNELBINDING")));
}

#[test]
fn a_list_of_hosts_has_its_own_ports() {
    let ports = |variables: &[(&str, &str)]| {
        libpq(variables).unwrap().hosts().iter().map(|host| host.port()).collect::<Vec<_>>()
    };
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo,bar/d"), ("PGPORT", "7")]), [None, None]);
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo:1,bar:2/d"), ("PGPORT", "1,2")]), [Some(1), Some(2)]);
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo:1/d"), ("PGPORT", "1,2")]), [Some(1)]);
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo/d"), ("PGPORT", "7")]), [Some(7)]);
}
