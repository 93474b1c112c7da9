//! `#[database(libpq_env)]`: libpq's environment variables together with a URL or a default value.

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, TlsMode, TlsPlan};
use sqlx::postgres::PgConnectOptions;
use tests::url;

macro_rules! defaulted {
    ($default:literal) => {{
        #[derive(Debug, DatabaseConfig)]
        #[allow(dead_code)]
        struct Config {
            #[database(libpq_env, schemes("postgres"), default = $default)]
            url: DatabaseUrl,
            #[database(libpq_env, default = $default)]
            tokio: (tokio_postgres::Config, TlsPlan),
        }
        |values: &[(&str, &str)]| {
            Config::from_source(&values.to_vec()).map(|config| (config.url, format!("{:?}", config.tokio.0)))
        }
    }};
}

fn hosts(url: &DatabaseUrl) -> Vec<(&str, Option<u16>)> {
    url.hosts().iter().map(|host| (host.name(), host.port())).collect()
}

#[test]
fn each_overrides_its_part_of_a_default() {
    let load = defaulted!(
        "postgres://me:pw@localhost:1/mine?sslmode=disable&application_name=mine&connect_timeout=1&options=-c%20x.y%3D1"
    );
    for (variable, value, expected) in [
        ("PGHOST", "db.prod.example.com", "db.prod.example.com"),
        ("PGHOSTADDR", "10.1.2.3", "10.1.2.3"),
        ("PGPORT", "6000", "6000"),
        ("PGUSER", "theirs", "theirs"),
        ("PGDATABASE", "orders", "orders"),
        ("PGSSLMODE", "require", "ssl_mode: Require"),
        ("PGAPPNAME", "theirs", "application_name: Some(\"theirs\")"),
        ("PGCONNECT_TIMEOUT", "77", "77s"),
        ("PGOPTIONS", "-c x.y=2", "options: Some(\"-c x.y=2\")"),
        ("PGTARGETSESSIONATTRS", "read-write", "ReadWrite"),
    ] {
        let (_, shown) = load(&[(variable, value)]).unwrap();
        assert!(shown.contains(expected), "{variable}: {shown}");
    }
    let (url, _) = load(&[("PGPASSWORD", "theirs")]).unwrap();
    assert_eq!(url.password(), Some("theirs"));
    // The default value provides the other parts.
    let (url, shown) = load(&[("PGHOST", "db.prod.example.com"), ("PGPORT", "6000")]).unwrap();
    assert_eq!(hosts(&url), [("db.prod.example.com", Some(6000))]);
    assert_eq!((url.username(), url.database(), url.password()), (Some("me"), Some("mine"), Some("pw")));
    assert!(!shown.contains("localhost") && shown.contains("mine"), "{shown}");
}

#[test]
fn the_host_and_the_port_go_together() {
    let load = defaulted!("postgres://localhost/app");
    let (url, shown) = load(&[("PGHOST", "db.prod.example.com"), ("PGPORT", "6000")]).unwrap();
    assert_eq!(hosts(&url), [("db.prod.example.com", Some(6000))]);
    assert!(shown.contains("db.prod.example.com") && shown.contains("6000") && !shown.contains("localhost"), "{shown}");
    // db-config chooses the TLS mode for that host.
    assert_eq!(url.tls().mode(), TlsMode::Require);
    let (url, _) = load(&[("PGHOST", "a.example.com,b.example.com"), ("PGPORT", "6000,6001")]).unwrap();
    assert_eq!(hosts(&url), [("a.example.com", Some(6000)), ("b.example.com", Some(6001))]);
}

#[test]
fn they_override_query_parameters_of_a_default() {
    let load = defaulted!("postgres:///?host=localhost&port=1&user=me&password=pw&dbname=mine&hostaddr=127.0.0.1");
    let (url, shown) = load(&[("PGHOST", "h.example.com"), ("PGUSER", "theirs"), ("PGDATABASE", "orders")]).unwrap();
    assert_eq!(hosts(&url), [("h.example.com", Some(1))]);
    assert_eq!((url.username(), url.database(), url.password()), (Some("theirs"), Some("orders"), Some("pw")));
    // The address in the default value belongs to another host.
    assert!(!shown.contains("127.0.0.1"), "{shown}");
    assert_eq!(url.tls().mode(), TlsMode::Require);
}

/// The number of hosts in the default value does not matter.
#[test]
fn one_host_overrides_several_of_a_default() {
    for load in [defaulted!("postgres://a,b/d") as fn(&_) -> _, defaulted!("postgres:///d?host=a,b&port=1,2")] {
        let (url, _) = load(&[("PGHOST", "c")]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(hosts(&url), [("c", None)]);
        let (url, _) = load(&[("PGHOST", "c"), ("PGPORT", "6000")]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(hosts(&url), [("c", Some(6000))]);
    }
    let load = defaulted!("postgres://a:1,b:2/d");
    let (url, _) = load(&[("PGHOST", "c"), ("PGPORT", "6000")]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(hosts(&url), [("c", Some(6000))]);
    let (url, _) = load(&[("PGHOST", "x,y"), ("PGPORT", "6000")]).unwrap();
    assert_eq!(hosts(&url), [("x", Some(6000)), ("y", Some(6000))]);
}

#[test]
fn a_variable_overrides_the_certificates_of_a_default() {
    let load = defaulted!("postgres://h.example.com/d?sslmode=verify-full&sslrootcert=/default.pem");
    let (url, _) = load(&[("PGSSLROOTCERT", "/theirs.pem")]).unwrap();
    assert_eq!(url.tls().root_certificate(), Some(&db_config::RootCertificate::File("/theirs.pem".into())));
    assert_eq!(url.tls().mode(), TlsMode::VerifyFull);
}

#[test]
fn a_set_url_overrides_them() {
    let load = defaulted!("postgres://localhost/app");
    let set = ("DATABASE_URL", "postgres://me@set.example.com:1/d");
    let (url, shown) = load(&[set, ("PGHOST", "h"), ("PGPORT", "2"), ("PGHOSTADDR", "10.0.0.1")]).unwrap();
    assert_eq!(hosts(&url), [("set.example.com", Some(1))]);
    assert!(!shown.contains("PGHOST"), "{shown}");
}

/// The variables alone cause host-name verification. A mode in the default value does not weaken that.
#[test]
fn a_stricter_default_does_not_make_them_weaker() {
    for load in [
        defaulted!("postgres://app@localhost/app?sslmode=disable") as fn(&_) -> _,
        defaulted!("postgres://app@localhost/app?sslmode=require"),
        defaulted!("postgres://app@localhost/app?sslmode=verify-ca"),
    ] {
        for host in [("PGHOST", "db.prod.example.com"), ("PGHOSTADDR", "203.0.113.9")] {
            let (url, _) = load(&[host, ("PGSSLROOTCERT", "/ca.pem")]).unwrap();
            assert_eq!(url.tls().mode(), TlsMode::VerifyFull, "{host:?}: {}", url.tls());
        }
    }
}

#[test]
fn only_a_server_or_database_replaces_a_default() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env, default = "sqlite::memory:")]
        url: DatabaseUrl,
        #[database(libpq_env, env = "OTHER_URL")]
        other: Option<PgConnectOptions>,
    }
    for (variable, value) in [("PGPASSWORD", "hunter2"), ("PGUSER", "me"), ("PGPORT", "6000"), ("PGSSLMODE", "require")]
    {
        let config = Config::from_source(&[(variable, value)]).unwrap();
        assert_eq!((config.url.backend(), config.other.is_none()), (Backend::Sqlite, true), "{variable}");
    }
    for (variable, value) in [("PGHOST", "h"), ("PGHOSTADDR", "10.0.0.1"), ("PGDATABASE", "d")] {
        let config = Config::from_source(&[(variable, value), ("PGUSER", "me")]).unwrap();
        assert_eq!((config.url.backend(), config.other.is_some()), (Backend::Postgres, true), "{variable}");
    }
}

#[test]
fn each_is_checked_like_its_part_of_a_url() {
    let load = defaulted!("postgres://me@localhost/app");
    for (variable, value, kind) in [
        ("PGUSER", "'app'", ProblemKind::Quoted),
        ("PGUSER", "app\n", ProblemKind::Whitespace),
        ("PGUSER", "${USER}", ProblemKind::Placeholder),
        ("PGDATABASE", "\"neondb\"", ProblemKind::Quoted),
        ("PGDATABASE", "postgres://u:hunter2@h.example.com/d", ProblemKind::InvalidValue),
        ("PGPASSWORD", "'hunter2'", ProblemKind::Quoted),
        ("PGPASSWORD", "hunter2\n", ProblemKind::Whitespace),
        // Environment variables cannot contain NUL, but other sources can.
        ("PGPASSWORD", "hunter2\0", ProblemKind::Whitespace),
        ("PGSSLROOTCERT", "/x.pem\n", ProblemKind::Whitespace),
        ("PGSSLROOTCERT", "postgres://u:hunter2@h/d", ProblemKind::InvalidValue),
        ("PGSSLMODE", "'require'", ProblemKind::Quoted),
        ("PGCHANNELBINDING", "'require'", ProblemKind::Quoted),
    ] {
        let error = load(&[(variable, value)]).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        for problem in error.problems() {
            assert_eq!((problem.variable(), problem.kind()), (variable, kind), "{error}");
        }
    }
    let (url, shown) = load(&[("PGPASSWORD", " it's \"x\""), ("PGOPTIONS", "-c search_path=\"a b\" ")]).unwrap();
    assert_eq!(url.password(), Some(" it's \"x\""));
    assert!(shown.contains("search_path"), "{shown}");
}

/// The error does not name the default value, which the derive has checked at compile time.
#[test]
fn an_error_names_its_variable() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env, default = "postgres://me@localhost/app")]
        database: PgConnectOptions,
    }
    for (values, variable) in [(&[("PGHOST", "a,b")][..], "PGHOST"), (&[("PGSSLMODE", "verify-ca")], "PGSSLMODE")] {
        let error = Config::from_source(&values.to_vec()).unwrap_err();
        assert_eq!(error.problems()[0].variable(), variable, "{error}");
        assert!(!error.to_string().contains("default"), "{error}");
    }
}

#[test]
fn an_error_about_a_certificate_or_an_address_names_its_variable() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env)]
        database: tokio_postgres::Config,
    }
    let error = Config::from_source(&[("PGHOST", "a,b"), ("PGHOSTADDR", "1.1.1.1,")]).unwrap_err();
    assert_eq!(error.problems()[0].variable(), "PGHOSTADDR", "{error}");
    // If the field type does not support client certificates, the variables cause a warning.
    let values = [("PGHOST", "h.example.com"), ("PGSSLCERT", "/c"), ("PGSSLKEY", "/k")];
    let warnings = Config::warnings(&values).unwrap();
    assert!(warnings.len() == 1 && warnings[0].to_string().contains("PGSSLCERT"), "{warnings:?}");
    let text = "postgres://u@h.example.com/d?application_name=x&sslcert=/c&sslkey=/k";
    let error = tokio_postgres::Config::from_database_url(&url(text)).unwrap_err();
    assert!(error.excerpt().is_some_and(|excerpt| excerpt.ends_with(" ^^^^^^^")), "{error:#}");
}

#[test]
fn direct_tls_contradicts_a_mode_that_allows_plaintext() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env)]
        database: tokio_postgres::Config,
    }
    let values = [("DATABASE_URL", "postgres://h.example.com/d?sslmode=prefer"), ("PGSSLNEGOTIATION", "direct")];
    let error = Config::from_source(&values).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((problem.variable(), problem.kind()), ("DATABASE_URL", ProblemKind::Contradiction), "{error}");
    assert!(problem.message().contains("`sslmode` contradicts `PGSSLNEGOTIATION`"), "{error}");
}

#[test]
fn names_a_variable_that_only_libpq_supports() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env)]
        database: PgConnectOptions,
    }
    for (variable, value) in [
        ("PGREQUIREAUTH", "scram-sha-256"),
        ("PGSSLCERTMODE", "require"),
        ("PGSSLCRL", "/crl.pem"),
        ("PGREQUIREPEER", "postgres"),
        ("PGTARGETSESSIONATTRS", "read-write"),
    ] {
        let error = Config::from_source(&[("PGHOST", "h"), (variable, value)]).unwrap_err();
        assert_eq!(error.problems()[0].kind(), ProblemKind::Unsupported, "{error}");
        assert!(error.to_string().contains(variable), "{variable}: {error}");
    }
}

/// These variables affect neither the server nor the security of the connection.
#[test]
fn a_minor_variable_that_a_client_does_not_support_is_a_warning() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        sqlx: PgConnectOptions,
        #[database(schemes("postgres"))]
        diesel: DieselUrl,
    }
    for (variable, value) in [
        ("PGSERVICE", "prod"),
        ("PGKRBSRVNAME", "pg"),
        ("PGSSLMAXPROTOCOLVERSION", "TLSv1.2"),
        ("PGMINPROTOCOLVERSION", "3.2"),
        ("PGMAXPROTOCOLVERSION", "latest"),
        ("PGCLIENTENCODING", "LATIN1"),
        ("PGSSLNEGOTIATION", "direct"),
        ("PGLOADBALANCEHOSTS", "random"),
    ] {
        let source = [("DATABASE_URL", "postgres://u@localhost/d"), (variable, value)];
        let warnings = Config::warnings(&source).unwrap_or_else(|error| panic!("{error}"));
        let of_sqlx = warnings.iter().filter(|warning| warning.field() == "sqlx");
        let of_sqlx: Vec<String> = of_sqlx.map(ToString::to_string).collect();
        assert!(of_sqlx.len() == 1 && of_sqlx[0].contains(variable), "{variable}: {of_sqlx:?}");
    }
    // Diesel connects with libpq, which supports it.
    let source = [("DATABASE_URL", "postgres://u@localhost/d"), ("PGKRBSRVNAME", "pg")];
    assert!(Config::warnings(&source).unwrap().iter().all(|warning| warning.field() == "sqlx"));
    assert!(Config::from_source(&source).unwrap().diesel.expose_secret().contains("krbsrvname=pg"));
}
