//! `#[database(libpq_env)]`: libpq's variables, beside a URL and over a default.

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
fn each_beats_the_part_of_a_default() {
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
    // The others are the default's.
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
    // And TLS is decided for that host.
    assert_eq!(url.tls().mode(), TlsMode::Require);
    let (url, _) = load(&[("PGHOST", "a.example.com,b.example.com"), ("PGPORT", "6000,6001")]).unwrap();
    assert_eq!(hosts(&url), [("a.example.com", Some(6000)), ("b.example.com", Some(6001))]);
}

#[test]
fn they_beat_what_a_key_of_the_default_says() {
    let load = defaulted!("postgres:///?host=localhost&port=1&user=me&password=pw&dbname=mine&hostaddr=127.0.0.1");
    let (url, shown) = load(&[("PGHOST", "h.example.com"), ("PGUSER", "theirs"), ("PGDATABASE", "orders")]).unwrap();
    assert_eq!(hosts(&url), [("h.example.com", Some(1))]);
    assert_eq!((url.username(), url.database(), url.password()), (Some("theirs"), Some("orders"), Some("pw")));
    // The default's address would be another host's.
    assert!(!shown.contains("127.0.0.1"), "{shown}");
    assert_eq!(url.tls().mode(), TlsMode::Require);
}

/// However many hosts the default has.
#[test]
fn one_host_beats_several_of_a_default() {
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
fn a_variable_beats_the_certificates_of_a_default() {
    let load = defaulted!("postgres://h.example.com/d?sslmode=verify-full&sslrootcert=/default.pem");
    let (url, _) = load(&[("PGSSLROOTCERT", "/theirs.pem")]).unwrap();
    assert_eq!(url.tls().root_certificate(), Some(&db_config::RootCertificate::File("/theirs.pem".into())));
    assert_eq!(url.tls().mode(), TlsMode::VerifyFull);
}

#[test]
fn none_beats_a_url_that_is_set() {
    let load = defaulted!("postgres://localhost/app");
    let set = ("DATABASE_URL", "postgres://me@set.example.com:1/d");
    let (url, shown) = load(&[set, ("PGHOST", "h"), ("PGPORT", "2"), ("PGHOSTADDR", "10.0.0.1")]).unwrap();
    assert_eq!(hosts(&url), [("set.example.com", Some(1))]);
    assert!(!shown.contains("PGHOST"), "{shown}");
}

/// The variables alone would verify the name of the host, and a default that asks for more cannot ask for less.
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
fn a_default_gives_way_to_a_server_and_to_nothing_less() {
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
fn each_is_checked_as_the_part_of_a_url_is() {
    let load = defaulted!("postgres://me@localhost/app");
    for (variable, value, kind) in [
        ("PGUSER", "'app'", ProblemKind::Quoted),
        ("PGUSER", "app\n", ProblemKind::Blank),
        ("PGUSER", "${USER}", ProblemKind::Placeholder),
        ("PGDATABASE", "\"neondb\"", ProblemKind::Quoted),
        ("PGDATABASE", "postgres://u:hunter2@h.example.com/d", ProblemKind::Value),
        ("PGPASSWORD", "'hunter2'", ProblemKind::Quoted),
        ("PGPASSWORD", "hunter2\n", ProblemKind::Blank),
        // An environment cannot hold it, and other sources can.
        ("PGPASSWORD", "hunter2\0", ProblemKind::Blank),
        ("PGSSLROOTCERT", "/x.pem\n", ProblemKind::Blank),
        ("PGSSLROOTCERT", "postgres://u:hunter2@h/d", ProblemKind::Value),
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

/// And not the default, which has passed its check when it was compiled.
#[test]
fn an_error_names_the_variable_that_it_comes_from() {
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
fn so_does_one_about_a_certificate_or_an_address() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env)]
        database: tokio_postgres::Config,
    }
    let error = Config::from_source(&[("PGHOST", "a,b"), ("PGHOSTADDR", "1.1.1.1,")]).unwrap_err();
    assert_eq!(error.problems()[0].variable(), "PGHOSTADDR", "{error}");
    // A variable's certificate is a warning where the type holds none.
    let values = [("PGHOST", "h.example.com"), ("PGSSLCERT", "/c"), ("PGSSLKEY", "/k")];
    let notices = Config::notices(&values).unwrap();
    assert!(notices.len() == 1 && notices[0].to_string().contains("PGSSLCERT"), "{notices:?}");
    let text = "postgres://u@h.example.com/d?application_name=x&sslcert=/c&sslkey=/k";
    let error = tokio_postgres::Config::from_database_url(&url(text)).unwrap_err();
    assert!(error.excerpt().is_some_and(|excerpt| excerpt.ends_with(" ^^^^^^^")), "{error:#}");
}

#[test]
fn direct_tls_contradicts_a_key_that_may_do_without() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env)]
        database: tokio_postgres::Config,
    }
    let values = [("DATABASE_URL", "postgres://h.example.com/d?sslmode=prefer"), ("PGSSLNEGOTIATION", "direct")];
    let error = Config::from_source(&values).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((problem.variable(), problem.kind()), ("DATABASE_URL", ProblemKind::Conflict), "{error}");
    assert!(problem.message().contains("`sslmode` contradicts `PGSSLNEGOTIATION`"), "{error}");
}

#[test]
fn what_no_other_client_has_is_refused_by_its_name() {
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
        ("PGSSLNEGOTIATION", "direct"),
        ("PGTARGETSESSIONATTRS", "read-write"),
        ("PGLOADBALANCEHOSTS", "random"),
    ] {
        let error = Config::from_source(&[("PGHOST", "h"), (variable, value)]).unwrap_err();
        assert_eq!(error.problems()[0].kind(), ProblemKind::NotCarried, "{error}");
        assert!(error.to_string().contains(variable), "{variable}: {error}");
    }
}

/// It concerns neither which server is reached nor how securely.
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
    ] {
        let source = [("DATABASE_URL", "postgres://u@localhost/d"), (variable, value)];
        let notices = Config::notices(&source).unwrap_or_else(|error| panic!("{error}"));
        let of_sqlx = notices.iter().filter(|notice| notice.field() == "sqlx");
        let of_sqlx: Vec<String> = of_sqlx.map(ToString::to_string).collect();
        assert!(of_sqlx.len() == 1 && of_sqlx[0].contains(variable), "{variable}: {of_sqlx:?}");
    }
    // libpq's own client supports it.
    let source = [("DATABASE_URL", "postgres://u@localhost/d"), ("PGKRBSRVNAME", "pg")];
    assert!(Config::notices(&source).unwrap().iter().all(|notice| notice.field() == "sqlx"));
    assert!(Config::from_source(&source).unwrap().diesel.expose().contains("krbsrvname=pg"));
}
