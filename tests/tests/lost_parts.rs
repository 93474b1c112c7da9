//! No part of a URL is lost silently, and none is changed on the way to a client.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use db_config::resolved::MySql;
use db_config::{
    Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, Notice, NoticeKind, ProblemKind, SqliteFile,
    TlsMode, UrlError,
};
use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection};
use mongodb::options::ClientOptions;
use rusqlite::Connection;
use sqlx::any::AnyConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tests::clients::{CLIENTS, Client, clients_of};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

/// Those whose settings connect to something.
fn connecting(backend: Backend) -> impl Iterator<Item = &'static Client> {
    clients_of(backend).filter(|client| !["DatabaseUrl", "TlsPlan"].contains(&client.name))
}

fn not_carried(keys: &[&str]) -> Vec<NoticeKind> {
    keys.iter().map(|key| NoticeKind::NotCarried { key: (*key).to_owned() }).collect()
}

mod pool_and_waits {
    use super::*;

    /// Keys for the pool and the timeouts, and a value that is no client's default.
    const KEYS: &[(&str, &str)] = &[
        ("max_connections", "19"),
        ("min_connections", "3"),
        ("acquire_timeout", "11"),
        ("connect_timeout", "13"),
        ("idle_timeout", "17"),
        ("max_lifetime", "23"),
        ("socket_timeout", "29"),
        ("busy_timeout", "3100"),
    ];

    const URLS: &[(Backend, &str)] = &[
        (Backend::Postgres, "postgres://u:p@localhost:5432/d"),
        (Backend::MySql, "mysql://u:p@localhost:3306/d"),
        (Backend::Sqlite, "sqlite:///data/app.db"),
        (Backend::MongoDb, "mongodb://u:p@localhost:27017/d"),
    ];

    /// The keys that its URLs may have.
    fn known(base: &str) -> Vec<(&'static str, &'static str)> {
        let known = |key: &str, value: &str| format!("{base}?{key}={value}").parse::<DatabaseUrl>().is_ok();
        KEYS.iter().copied().filter(|(key, value)| known(key, value)).collect()
    }

    fn with(base: &str, keys: &[(&str, &str)]) -> DatabaseUrl {
        let query: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
        url(&format!("{base}?{}", query.join("&")))
    }

    /// What is wrong with a client and the last of the keys, given the others.
    fn fault(client: &Client, base: &str, keys: &[(&'static str, &'static str)]) -> Option<String> {
        let ((key, _), others) = keys.split_last().unwrap();
        let (url, without) = (with(base, keys), with(base, others));
        let (shown, plain) = ((client.show)(&url), (client.show)(&without));
        let name = client.name;
        let (Ok(shown), Ok(plain)) = (&shown, &plain) else {
            return Some(format!("{name}: {url}: {shown:?}, {plain:?}"));
        };
        let carried = shown != plain;
        let notices = url.notices((client.carried)(&url));
        let noticed = notices.contains(&NoticeKind::NotCarried { key: (*key).to_owned() });
        match (carried, noticed) {
            (true, true) => Some(format!("{name}: {url}: `{key}` is carried, and noticed too")),
            (false, false) => Some(format!("{name}: {url}: `{key}` is silently lost")),
            _ => None,
        }
    }

    #[test]
    fn each_is_carried_or_noticed() {
        let mut faults = Vec::new();
        for (backend, base) in URLS {
            let known = known(base);
            assert_eq!(
                known.len(),
                match backend {
                    Backend::Sqlite => 8,
                    Backend::MongoDb => 4,
                    _ => 7,
                }
            );
            for client in clients_of(*backend) {
                faults.extend(known.iter().filter_map(|key| fault(client, base, &[*key])));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(CLIENTS.iter().all(|client| URLS.iter().any(|(backend, _)| client.backends.contains(*backend))));
    }

    /// Together with every choice of the others.
    #[test]
    fn each_is_carried_or_noticed_whatever_stands_beside_it() {
        let mut faults = Vec::new();
        for (backend, base) in URLS {
            let known = known(base);
            for client in clients_of(*backend) {
                for last in &known {
                    let others: Vec<_> = known.iter().copied().filter(|key| key != last).collect();
                    for choice in 1..1_u32 << others.len() {
                        let beside =
                            others.iter().enumerate().filter(|(i, _)| choice & 1 << i != 0).map(|(_, key)| *key);
                        let keys: Vec<_> = beside.chain([*last]).collect();
                        if let Some(fault) = fault(client, base, &keys) {
                            // One is enough of a kind.
                            faults.push(fault);
                            break;
                        }
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// Zero is no limit, for these keys in every dialect: it is carried as such, or noticed, or the client has none.
    #[test]
    fn a_zero_is_no_short_time() {
        let options = mysql_async::Opts::from_database_url(&url("mysql://u@localhost/d?idle_timeout=0&max_lifetime=0"));
        let pool = options.unwrap().pool_opts().clone();
        assert_eq!(pool.abs_conn_ttl(), None);
        // How long it keeps a connection beyond its minimum: with zero, for no time at all.
        assert!(!pool.inactive_connection_ttl().is_zero(), "{pool:?}");
    }

    #[test]
    fn plain_settings_do_not_stop_a_shared_url() {
        let text = "postgres://u@localhost/d?connect_timeout=5&connection_limit=3&pool_timeout=2&pgbouncer=true";
        let lost = |carried| url(text).notices(carried);
        let pool = not_carried(&["connect_timeout", "connection_limit", "pool_timeout"]);
        assert_eq!(lost(PgConnectOptions::carried(&url(text))), pool);
        // sqlx's pool has one timeout for both: if two are given, there is no place for the other.
        assert_eq!(lost(<(PgConnectOptions, PgPoolOptions)>::carried(&url(text))), not_carried(&["connect_timeout"]));
        let lost_in_diesel = not_carried(&["connection_limit", "pool_timeout", "pgbouncer"]);
        assert_eq!(lost(DieselUrl::carried(&url(text))), lost_in_diesel);
        let lite = url("sqlite:app.db?connection_limit=1&busy_timeout=5");
        assert_eq!(lite.notices(DieselUrl::carried(&lite)), not_carried(&["connection_limit", "busy_timeout"]));
        assert_eq!(lite.notices(AnyConnectOptions::carried(&lite)), not_carried(&["connection_limit", "busy_timeout"]));
    }

    /// A pool with only one timeout uses the one for a connection from the pool.
    #[test]
    fn of_two_waits_for_a_connection_the_one_that_is_not_used_is_noticed() {
        let url = url("postgres://u@localhost/d?pool_timeout=10&connect_timeout=5");
        let options = PgPoolOptions::from_database_url(&url).unwrap();
        assert_eq!(options.get_acquire_timeout().as_secs(), 10);
        assert_eq!(url.notices(PgPoolOptions::carried(&url)), not_carried(&["connect_timeout"]));
    }

    #[derive(DatabaseConfig)]
    #[allow(dead_code, clippy::large_enum_variant)]
    enum Store {
        Sqlite(SqliteConnectOptions),
        Postgres((PgConnectOptions, PgPoolOptions)),
    }

    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        orders: PgConnectOptions,
        #[database(env("NO_URL", "STORE_URL"))]
        store: Option<Store>,
        #[database(env = "CACHE_URL", default = "sqlite:cache.db?pool=2")]
        cache: Box<PathBuf>,
        #[database(env = "WORKERS", from_str)]
        workers: Option<u8>,
    }

    #[test]
    fn a_configuration_tells_all_of_its_notices() {
        let values = [
            ("DATABASE_URL", "postgres://u:hunter2@localhost/d?CONNECT_TIMEOUT=5&sslmode=disable"),
            ("STORE_URL", "sqlite:store.db?busy_timeout=5&idle_timeout=9"),
        ];
        let told = |notices: &[Notice]| notices.iter().map(ToString::to_string).collect::<Vec<_>>();
        let notices = Config::notices(&values).unwrap();
        let places: Vec<_> = notices.iter().map(|notice| (notice.variable(), notice.field())).collect();
        assert_eq!(places, [("DATABASE_URL", "orders"), ("STORE_URL", "store"), ("CACHE_URL", "cache")]);
        for (notice, key) in told(&notices).iter().zip(["`CONNECT_TIMEOUT`", "`idle_timeout`", "`pool`"]) {
            assert!(notice.contains(key) && !notice.contains("hunter2"), "{notice}");
        }
        let loaded = Config::load(&values).unwrap();
        assert_eq!((loaded.notices, loaded.config.orders.get_host()), (notices, "localhost"));

        let values =
            [values[0], ("STORE_URL", "postgres://u@localhost/d?idle_timeout=9"), ("CACHE_URL", "sqlite:///c.db")];
        let notices = Config::notices(&values).unwrap();
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert!(Config::notices(&[("STORE_URL", "sqlite:store.db")]).is_err());
    }
}

mod libpq_variables {
    use super::*;

    macro_rules! defaulted {
        ($default:literal) => {{
            #[derive(Debug, DatabaseConfig)]
            #[allow(dead_code)]
            struct Config {
                #[database(libpq_env, schemes("postgres"), default = $default)]
                url: DatabaseUrl,
                #[database(libpq_env, default = $default)]
                tokio: tokio_postgres::Config,
            }
            |values: &[(&str, &str)]| {
                Config::from_source(&values.to_vec()).map(|config| (config.url, format!("{:?}", config.tokio)))
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
        assert!(
            shown.contains("db.prod.example.com") && shown.contains("6000") && !shown.contains("localhost"),
            "{shown}"
        );
        // And TLS is decided for that host.
        assert_eq!(url.tls().mode(), TlsMode::Require);
        let (url, _) = load(&[("PGHOST", "a.example.com,b.example.com"), ("PGPORT", "6000,6001")]).unwrap();
        assert_eq!(hosts(&url), [("a.example.com", Some(6000)), ("b.example.com", Some(6001))]);
    }

    #[test]
    fn they_beat_what_a_key_of_the_default_says() {
        let load = defaulted!("postgres:///?host=localhost&port=1&user=me&password=pw&dbname=mine&hostaddr=127.0.0.1");
        let (url, shown) =
            load(&[("PGHOST", "h.example.com"), ("PGUSER", "theirs"), ("PGDATABASE", "orders")]).unwrap();
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
        for (variable, value) in
            [("PGPASSWORD", "hunter2"), ("PGUSER", "me"), ("PGPORT", "6000"), ("PGSSLMODE", "require")]
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
            ("PGSSLROOTCERT", "/x.pem\n", ProblemKind::Blank),
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
        for (values, variable) in [
            (&[("PGHOST", "a,b")][..], "PGHOST"),
            (&[("PGSSLMODE", "verify-ca")], "PGSSLMODE"),
            (&[("PGSSLMODE", "require"), ("PGSSLROOTCERT", "/x.pem")], "PGSSLMODE"),
            (&[("PGHOST", "/tmp"), ("PGSSLMODE", "require")], "PGSSLMODE"),
        ] {
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
        for (values, variable) in [
            (&[("PGHOST", "h.example.com"), ("PGSSLCERT", "/c"), ("PGSSLKEY", "/k")][..], "PGSSLCERT"),
            (&[("PGHOST", "a,b"), ("PGHOSTADDR", "1.1.1.1,")], "PGHOSTADDR"),
        ] {
            let error = Config::from_source(&values.to_vec()).unwrap_err();
            assert_eq!(error.problems()[0].variable(), variable, "{error}");
        }
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
        assert_eq!((problem.variable(), problem.kind()), ("PGSSLNEGOTIATION", ProblemKind::Conflict), "{error}");
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
            ("PGSERVICE", "prod"),
            ("PGREQUIREAUTH", "scram-sha-256"),
            ("PGPASSFILE", "/secret/pgpass"),
            ("PGSSLCERTMODE", "require"),
            ("PGSSLCRL", "/crl.pem"),
            ("PGREQUIREPEER", "postgres"),
            ("PGSSLMAXPROTOCOLVERSION", "TLSv1.2"),
            ("PGSSLNEGOTIATION", "direct"),
            ("PGTARGETSESSIONATTRS", "read-write"),
            ("PGLOADBALANCEHOSTS", "random"),
            ("PGMINPROTOCOLVERSION", "3.2"),
            ("PGMAXPROTOCOLVERSION", "latest"),
        ] {
            let error = Config::from_source(&[("PGHOST", "h"), (variable, value)]).unwrap_err();
            assert_eq!(error.problems()[0].kind(), ProblemKind::NotCarried, "{error}");
            assert!(error.to_string().contains(variable), "{variable}: {error}");
        }
    }
}

mod ambient_variables {
    use super::*;

    const CHILD: &str = "DB_CONFIG_TEST_VARIABLE";

    /// Runs `test` again with one more variable.
    fn again(test: &str, name: &str, value: impl AsRef<OsStr>) {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("ambient_variables::{test}"), "--nocapture"])
            .env(CHILD, name)
            .env(name, value)
            .output()
            .unwrap();
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{stdout}\n{stderr}");
        assert!(stdout.contains("1 passed"), "{test} did not run");
    }

    /// Those of <https://www.postgresql.org/docs/18/libpq-envars.html> that say something about the server, the user or
    /// the security, with their keys.
    const VARIABLES: &[(&str, &str)] = &[
        ("PGHOST", "host"),
        ("PGHOSTADDR", "hostaddr"),
        ("PGPORT", "port"),
        ("PGDATABASE", "dbname"),
        ("PGUSER", "user"),
        ("PGPASSWORD", "password"),
        ("PGPASSFILE", "passfile"),
        ("PGREQUIREAUTH", "require_auth"),
        ("PGCHANNELBINDING", "channel_binding"),
        ("PGSERVICE", "service"),
        ("PGOPTIONS", "options"),
        ("PGAPPNAME", "application_name"),
        ("PGSSLMODE", "sslmode"),
        ("PGREQUIRESSL", "sslmode"),
        ("PGSSLNEGOTIATION", "sslnegotiation"),
        ("PGSSLCOMPRESSION", "sslcompression"),
        ("PGSSLCERT", "sslcert"),
        ("PGSSLKEY", "sslkey"),
        ("PGSSLCERTMODE", "sslcertmode"),
        ("PGSSLROOTCERT", "sslrootcert"),
        ("PGSSLCRL", "sslcrl"),
        ("PGSSLCRLDIR", "sslcrldir"),
        ("PGSSLSNI", "sslsni"),
        ("PGREQUIREPEER", "requirepeer"),
        ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
        ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
        ("PGGSSENCMODE", "gssencmode"),
        ("PGKRBSRVNAME", "krbsrvname"),
        ("PGGSSLIB", "gsslib"),
        ("PGGSSDELEGATION", "gssdelegation"),
        ("PGCONNECT_TIMEOUT", "connect_timeout"),
        ("PGCLIENTENCODING", "client_encoding"),
        ("PGTARGETSESSIONATTRS", "target_session_attrs"),
        ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
        ("PGMINPROTOCOLVERSION", "min_protocol_version"),
        ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
    ];

    #[test]
    fn none_of_libpqs_reaches_a_client() {
        const TEST: &str = "none_of_libpqs_reaches_a_client";
        let Some(variable) = std::env::var_os(CHILD) else {
            VARIABLES.iter().for_each(|(name, _)| again(TEST, name, "ambient77"));
            return;
        };
        let (name, key) = VARIABLES.iter().find(|(name, _)| *name == variable).unwrap();
        for text in [
            "postgres://u:p@h.example.com/d",
            "postgres://h.example.com",
            "postgres://u@localhost/d?sslmode=disable",
            "postgres://u@h.example.com/d?sslmode=verify-full",
        ] {
            for client in connecting(Backend::Postgres) {
                let shown = match (client.show)(&url(text)) {
                    Ok(shown) => shown,
                    Err(error) => {
                        assert_eq!(error.kind(), ProblemKind::NotCarried, "{}: {error}", client.name);
                        assert!(error.to_string().contains(&format!("unset {name}")), "{}: {error}", client.name);
                        continue;
                    }
                };
                // sqlx keeps the name of a file that it then does not use.
                let unused = name.starts_with("PGSSL") && client.name.starts_with("sqlx");
                assert!(!shown.contains("ambient77") || unused, "{}: {text}: {shown}", client.name);
                // libpq takes it from the variable unless the key is there.
                let part =
                    ["host", "port", "user", "dbname"].contains(key) || shown.contains(":p@") && *key == "password";
                let given = part || shown.contains(&format!("{key}="));
                assert!(client.name != "Diesel" || given, "{name}: {shown}");
            }
        }
    }

    /// What cannot be kept out makes the clients that would read it refuse their settings, and no others.
    #[test]
    fn what_libpq_reads_concerns_nobody_else() {
        const TEST: &str = "what_libpq_reads_concerns_nobody_else";
        let only_libpqs = ["PGSERVICE", "PGREQUIREAUTH", "PGSSLNEGOTIATION", "PGSSLCERTMODE", "PGMAXPROTOCOLVERSION"];
        let Some(name) = std::env::var_os(CHILD) else {
            only_libpqs.iter().for_each(|name| again(TEST, name, "ambient77"));
            return;
        };
        let name = name.to_str().unwrap();
        for client in connecting(Backend::Postgres) {
            let shown = (client.show)(&url("postgres://u:p@h.example.com/d?sslmode=verify-full"));
            let error = shown.err().map(|error| error.to_string());
            assert_eq!(error.is_some(), client.name == "Diesel", "{}: {error:?}", client.name);
            assert!(error.is_none_or(|error| error.contains(name)));
        }
    }

    #[test]
    fn what_the_url_says_itself_is_not_refused() {
        const TEST: &str = "what_the_url_says_itself_is_not_refused";
        let keys = [
            ("PGREQUIREAUTH", "require_auth=scram-sha-256"),
            ("PGSSLNEGOTIATION", "sslnegotiation=postgres"),
            ("PGSSLCERTMODE", "sslcertmode=allow"),
            ("PGLOADBALANCEHOSTS", "load_balance_hosts=disable"),
            ("PGMINPROTOCOLVERSION", "min_protocol_version=3.0"),
            ("PGMAXPROTOCOLVERSION", "max_protocol_version=3.2"),
        ];
        let Some(name) = std::env::var_os(CHILD) else {
            keys.iter().for_each(|(name, _)| again(TEST, name, "ambient77"));
            return;
        };
        let (_, pair) = keys.iter().find(|(known, _)| *known == name).unwrap();
        let diesel = DieselUrl::from_database_url(&url(&format!("postgres://u@h.example.com/d?{pair}"))).unwrap();
        assert!(diesel.expose().contains(pair), "{}", diesel.expose());
    }

    #[test]
    fn no_client_of_mysql_or_mongodb_reads_any() {
        const TEST: &str = "no_client_of_mysql_or_mongodb_reads_any";
        let names = ["USER", "LOGNAME", "MYSQL_HOST", "MYSQL_PWD", "MYSQL_TCP_PORT", "MYSQL_UNIX_PORT", "MONGODB_URI"];
        if std::env::var_os(CHILD).is_none() {
            names.iter().for_each(|name| again(TEST, name, "ambient77"));
            return;
        }
        for text in ["mysql://h.example.com/d", "mongodb://h.example.com/d", "sqlite:app.db"] {
            for client in connecting(url(text).backend()) {
                if let Ok(shown) = (client.show)(&url(text)) {
                    assert!(!shown.contains("ambient77"), "{}: {shown}", client.name);
                }
            }
        }
    }
}

mod memory {
    use super::*;

    #[derive(DatabaseConfig)]
    struct Config {
        file: SqliteFile,
        path: PathBuf,
        sqlx: SqliteConnectOptions,
        sqlx_0_8: sqlx_0_8::sqlite::SqliteConnectOptions,
        #[database(schemes("sqlite"))]
        any: AnyConnectOptions,
        #[database(schemes("sqlite"))]
        diesel: DieselUrl,
        #[database(env("NO_URL", "DATABASE_URL"), schemes("sqlite"))]
        url: DatabaseUrl,
        #[database(env = "OTHER_URL")]
        other: SqliteFile,
    }

    fn load(text: &str) -> Config {
        Config::from_source(&[("DATABASE_URL", text), ("OTHER_URL", text)]).unwrap_or_else(|error| panic!("{error}"))
    }

    fn open(file: &SqliteFile) -> Connection {
        Connection::open_with_flags(&file.path, file.open_flags()).unwrap()
    }

    fn count(connection: &Connection) -> rusqlite::Result<i64> {
        connection.query_row("select count(*) from t", (), |row| row.get(0))
    }

    #[tokio::test]
    async fn all_fields_of_a_variable_share_one_database() {
        use sqlx::ConnectOptions as _;
        sqlx::any::install_default_drivers();
        for text in [
            "sqlite::memory:",
            "sqlite://:memory:",
            "file::memory:",
            "sqlite://?mode=memory",
            "sqlite::memory:?cache=shared",
        ] {
            let config = load(text);
            let first = open(&config.file);
            first.execute_batch("create table t (x)").unwrap();
            let insert = "insert into t values (1)";

            Connection::open(&config.path)
                .unwrap()
                .execute_batch(insert)
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            let pool = SqlitePoolOptions::new().min_connections(2).connect_with(config.sqlx).await.unwrap();
            let (mut one, mut two) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
            for connection in [&mut one, &mut two] {
                sqlx::query(insert).execute(&mut **connection).await.unwrap_or_else(|error| panic!("{text}: {error}"));
            }
            {
                use sqlx_0_8::ConnectOptions as _;
                let mut connection = config.sqlx_0_8.connect().await.unwrap();
                let inserted = sqlx_0_8::query(insert).execute(&mut connection).await;
                inserted.unwrap_or_else(|error| panic!("{text}: sqlx 0.8: {error}"));
            }
            let mut connection = config.any.connect().await.unwrap();
            sqlx::query(insert).execute(&mut connection).await.unwrap_or_else(|error| panic!("{text}: any: {error}"));
            let mut connection = SqliteConnection::establish(config.diesel.expose()).unwrap();
            diesel::sql_query(insert)
                .execute(&mut connection)
                .unwrap_or_else(|error| panic!("{text}: Diesel: {error}"));
            // From the URL that a field keeps, later.
            let later = SqliteFile::from_database_url(&config.url).unwrap();
            open(&later).execute_batch(insert).unwrap_or_else(|error| panic!("{text}: later: {error}"));
            assert_eq!(count(&first), Ok(7), "{text}");

            assert!(count(&open(&config.other)).is_err(), "{text}: another variable shares it");
            assert!(count(&open(&load(text).file)).is_err(), "{text}: another load shares it");
        }
    }

    /// sqlx adds the mode to the name of what it opens.
    #[tokio::test]
    async fn a_key_for_the_file_makes_no_other_database() {
        #[derive(DatabaseConfig)]
        struct Pair {
            file: SqliteFile,
            sqlx: SqliteConnectOptions,
        }
        use sqlx::ConnectOptions as _;
        for text in ["sqlite::memory:?vfs=unix", "sqlite::memory:?immutable=1"] {
            let error = Pair::from_source(&[("DATABASE_URL", text)]).err().unwrap();
            assert_eq!(error.problems()[0].kind(), ProblemKind::Conflict, "{error}");
        }
        let Pair { file, sqlx } =
            Pair::from_source(&[("DATABASE_URL", "sqlite::memory:?busy_timeout=500&immutable=0")]).unwrap();
        let first = open(&file);
        first.execute_batch("create table t (x)").unwrap();
        sqlx::query("insert into t values (1)").execute(&mut sqlx.connect().await.unwrap()).await.unwrap();
        assert_eq!(count(&first), Ok(1));
    }

    #[test]
    fn the_variable_counts_and_not_its_place() {
        #[derive(DatabaseConfig)]
        #[database(default = "sqlite::memory:")]
        struct Defaulted {
            one: SqliteFile,
            other: SqliteFile,
            #[database(env("NO_URL", "DATABASE_URL"), default = "sqlite::memory:")]
            elsewhere: SqliteFile,
        }
        let config = Defaulted::from_source(&[("X", "")]).unwrap();
        assert_eq!(config.one, config.other);
        assert_ne!(config.one, Defaulted::from_source(&[("X", "")]).unwrap().one);
        let set = Defaulted::from_source(&[("DATABASE_URL", "sqlite::memory:")]).unwrap();
        assert_eq!((&set.one, &set.one), (&set.other, &set.elsewhere));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        std::fs::write(&file, "sqlite::memory:\n").unwrap();
        let from_file = Defaulted::from_source(&[("DATABASE_URL_FILE", file.to_str().unwrap())]).unwrap();
        assert_eq!((&from_file.one, &from_file.one), (&from_file.other, &from_file.elsewhere));
    }

    #[test]
    fn a_name_is_shared_by_all_who_know_it() {
        let config = load("file:named?mode=memory");
        assert_eq!(config.file, config.other);
    }
}

/// As in MySQL's own clients: the operating system's user, whatever the environment says.
#[test]
fn mysql_without_a_user_is_the_same_for_every_client() {
    let output = Command::new("id").arg("-un").output().unwrap();
    let user = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    for text in ["mysql://h.example.com/d", "mysql://@h.example.com/d", "mysql://:pw@h.example.com/d"] {
        let url = url(text);
        assert_eq!((url.username(), MySql::of(&url).unwrap().user), (None, &*user), "{text}");
        for client in connecting(Backend::MySql) {
            let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
            let shapes = [
                format!("username: \"{user}\""),
                format!("user: Some(\"{user}\")"),
                format!("db_user: Some(\"{user}\")"),
                format!("://{user}@"),
                format!("://{user}:pw@"),
            ];
            // SeaORM may show its URL without the user.
            let is_hidden = client.name.starts_with("SeaORM");
            assert!(is_hidden || shapes.iter().any(|shape| shown.contains(shape)), "{}: {shown}", client.name);
        }
        let sea = sea_orm::ConnectOptions::from_database_url(&url).unwrap();
        assert!(sea.get_url().starts_with(&format!("mysql://{user}")), "{}", sea.get_url());
        let sea = sea_orm_1_1::ConnectOptions::from_database_url(&url).unwrap();
        assert!(sea.get_url().starts_with(&format!("mysql://{user}")), "{}", sea.get_url());
    }
}

mod international_names {
    use super::*;

    const ASCII: &str = "xn--bcher-kva.example.com";

    #[test]
    fn reach_every_client_as_dns_has_them() {
        for host in ["bücher.example.com", "b%C3%BCcher.example.com", "b%c3%bccher.example.com", "BÜCHER.example.com"]
        {
            for scheme in ["postgres", "mysql", "mongodb"] {
                let url = url(&format!("{scheme}://u:p@{host}/d"));
                for client in connecting(url.backend()) {
                    let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {host}: {error}", client.name));
                    let shown = shown.to_lowercase();
                    let elsewhere = shown.contains("cher.example.com") || shown.contains("%c3");
                    assert!(shown.contains(ASCII) && !elsewhere, "{}: {host}: {shown}", client.name);
                }
                assert!(url.tls().reason().to_string().contains(ASCII), "{}", url.tls());
            }
        }
        let options = ClientOptions::from_database_url(&url("mongodb://bücher.example.com/")).unwrap();
        let address = mongodb::options::ServerAddress::Tcp { host: ASCII.to_owned(), port: None };
        assert_eq!(options.hosts, [address]);
        let srv = mongodb::options::ConnectionString::from_database_url(&url("mongodb+srv://bücher.example.com/"));
        assert_eq!(srv.unwrap().host_info, mongodb::options::HostInfo::DnsRecord(ASCII.to_owned()));
    }

    #[test]
    fn stand_in_keys_and_variables_too() {
        #[derive(DatabaseConfig)]
        struct Config {
            #[database(libpq_env)]
            database: PgConnectOptions,
        }
        for values in
            [vec![("DATABASE_URL", "postgres://u@/d?host=bücher.example.com")], vec![("PGHOST", "bücher.example.com")]]
        {
            assert_eq!(Config::from_source(&values).unwrap().database.get_host(), ASCII);
        }
        let socket = PgConnectOptions::from_database_url(&url("postgres://u@%2Frun%2Fb%C3%BCcher/d")).unwrap();
        assert_eq!(socket.get_socket(), Some(&PathBuf::from("/run/bücher")));
    }

    #[test]
    fn are_looked_at_in_the_form_that_is_connected_to() {
        for (host, mode) in [
            ("DB.ｆｌｙｃａｓｔ", TlsMode::Off),
            ("db。example。com", TlsMode::Require),
            ("lo\u{ad}calhost", TlsMode::Off),
            ("ünicode", TlsMode::Prefer),
        ] {
            let url = url(&format!("postgres://u@{host}/d"));
            assert_eq!(url.tls().mode(), mode, "{host}: {}", url.tls());
            let config = tokio_postgres::Config::from_database_url(&url).unwrap();
            assert!(format!("{:?}", config.get_hosts()).is_ascii(), "{host}");
        }
        for host in ["１２７.0.0.1", "\u{ad}", "ü b", "xn--ü"] {
            assert!(format!("postgres://u@{host}/d").parse::<DatabaseUrl>().is_err(), "{host}");
        }
    }
}

mod libpqs_keys {
    use super::*;

    /// <https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS>, without those that every client has.
    const KEYS: &[(&str, &str)] = &[
        ("require_auth", "scram-sha-256"),
        ("passfile", "/x/.pgpass"),
        ("replication", "database"),
        ("gssencmode", "require"),
        ("sslcompression", "1"),
        ("sslcertmode", "require"),
        ("sslcrl", "/crl.pem"),
        ("sslcrldir", "/crls"),
        ("sslsni", "0"),
        ("requirepeer", "postgres"),
        ("ssl_min_protocol_version", "TLSv1.3"),
        ("ssl_max_protocol_version", "TLSv1.2"),
        ("min_protocol_version", "3.2"),
        ("max_protocol_version", "latest"),
        ("krbsrvname", "pg"),
        ("gsslib", "sspi"),
        ("gssdelegation", "1"),
        ("scram_client_key", "c2VjcmV0"),
        ("scram_server_key", "c2VjcmV0"),
        ("sslkeylogfile", "/keys.log"),
        ("oauth_issuer", "https://issuer.example.com"),
        ("oauth_client_id", "client"),
        ("oauth_client_secret", "c2VjcmV0"),
        ("oauth_scope", "openid"),
    ];

    /// libpq lets what a service says give way to what the URL says, and the URL of settings says where and how.
    #[test]
    fn a_service_is_refused_by_everybody() {
        #[derive(Debug, DatabaseConfig)]
        #[allow(dead_code)]
        struct Config {
            #[database(libpq_env, schemes("postgres"))]
            database: DieselUrl,
        }
        for query in ["service=prod", "servicefile=/services"] {
            let url = url(&format!("postgres://u@h.example.com/d?{query}"));
            for client in connecting(Backend::Postgres) {
                let error = (client.show)(&url).expect_err(client.name);
                let (key, _) = query.split_once('=').unwrap();
                assert_eq!(error.kind(), ProblemKind::NotCarried, "{}: {error}", client.name);
                assert!(error.excerpt().is_some_and(|excerpt| excerpt.contains(key)), "{}: {error}", client.name);
            }
        }
        let error = Config::from_source(&[("PGSERVICE", "prod")]).unwrap_err();
        assert_eq!(error.problems()[0].variable(), "PGSERVICE", "{error}");
    }

    #[test]
    fn are_handed_to_libpq_and_refused_by_name_elsewhere() {
        for (key, value) in KEYS {
            let url = url(&format!("postgres://u@h.example.com/d?{key}={}", tests::servers::escaped(value)));
            let diesel = DieselUrl::from_database_url(&url).unwrap();
            let pair = format!("{key}={}", tests::servers::escaped(value));
            assert!(diesel.expose().contains(&pair), "{}", diesel.expose());
            for client in connecting(Backend::Postgres).filter(|client| client.name != "Diesel") {
                let error = (client.show)(&url).expect_err(client.name);
                assert_eq!(error.kind(), ProblemKind::NotCarried, "{}: {error}", client.name);
                assert!(error.to_string().contains(&format!("`{key}`")), "{}: {error}", client.name);
            }
            assert!(!url.to_string().contains("c2VjcmV0"), "{url}");
        }
    }

    #[test]
    fn a_typo_of_one_is_told_as_such() {
        for (typo, key) in [("max_protocol_versoin", "max_protocol_version"), ("oauth_isuer", "oauth_issuer")] {
            let error = format!("postgres://h/d?{typo}=x").parse::<DatabaseUrl>().unwrap_err();
            assert!(error.to_string().contains(&format!("did you mean `{key}`?")), "{error}");
        }
    }

    #[test]
    fn a_fallback_name_is_the_name_where_there_is_none() {
        for (query, name) in [
            ("fallback_application_name=fallback77", "fallback77"),
            ("application_name=named77&fallback_application_name=fallback77", "named77"),
            ("fallback_application_name=fallback77&application_name=named77", "named77"),
        ] {
            let url = url(&format!("postgres://u@localhost/d?{query}"));
            for client in connecting(Backend::Postgres) {
                let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
                let other = if name == "named77" { "fallback77" } else { "named77" };
                assert!(shown.contains(name) && !shown.contains(other), "{}: {query}: {shown}", client.name);
            }
        }
    }
}

#[test]
fn mongodbs_missing_feature_is_named() {
    for (query, feature) in [
        ("compressors=zlib", "zlib-compression"),
        ("compressors=zstd", "zstd-compression"),
        ("compressors=snappy,zlib", "snappy-compression"),
        ("tls=true&tlsCertificateKeyFile=f&tlsCertificateKeyFilePassword=x", "cert-key-password"),
    ] {
        let url = url(&format!("mongodb://u:hunter2@localhost/d?{query}"));
        for client in connecting(Backend::MongoDb) {
            let error = (client.show)(&url).expect_err(client.name);
            assert_eq!(error.kind(), ProblemKind::Refused, "{error}");
            let shown = format!("{error:#}");
            assert!(shown.contains("feature") && shown.contains(feature), "{shown}");
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}

mod pathname {
    use super::*;

    #[derive(DatabaseConfig)]
    #[database(pathname)]
    struct Shared {
        path: PathBuf,
        file: SqliteFile,
        sqlx: SqliteConnectOptions,
        sqlx_0_8: sqlx_0_8::sqlite::SqliteConnectOptions,
        #[database(schemes("sqlite"))]
        any: AnyConnectOptions,
        #[database(schemes("sqlite"))]
        any_0_8: sqlx_0_8::any::AnyConnectOptions,
        #[database(schemes("sqlite"))]
        diesel: DieselUrl,
        #[database(schemes("sqlite"))]
        refinery: refinery::config::Config,
        #[database(schemes("sqlite"))]
        sea_orm: sea_orm::ConnectOptions,
        url: DatabaseUrl,
    }

    #[derive(DatabaseConfig)]
    struct Decoded {
        path: PathBuf,
        #[database(pathname)]
        shared: PathBuf,
    }

    fn insert(name: impl AsRef<Path>) {
        let connection = Connection::open(name).unwrap();
        connection.execute_batch("create table if not exists t (x); insert into t values (1)").unwrap();
    }

    /// The file that JavaScript opens, on a real disk and with a query, which goes through another dialect.
    #[tokio::test]
    async fn opens_javascripts_file_in_every_client() {
        sqlx::any::install_default_drivers();
        let folder = tempfile::tempdir().unwrap();
        for name in ["my%20app.db", "a%2Fb.db", "100%25.db", "caf%C3%A9%3F.db"] {
            let text = format!("sqlite://{}/{name}", folder.path().display());
            let file = folder.path().join(name);
            let Shared { path, file: flags, sqlx, sqlx_0_8, any, any_0_8, diesel, refinery, sea_orm, url } =
                Shared::from_source(&[("DATABASE_URL", &*text)]).unwrap();
            assert_eq!((&path, url.sqlite_path().unwrap()), (&file, file.clone()));
            assert_eq!(flags.path, file);
            insert(path);
            insert(flags.uri());
            let statement = "insert into t values (1)";
            {
                use sqlx::ConnectOptions as _;
                sqlx::query(statement).execute(&mut sqlx.connect().await.unwrap()).await.unwrap();
                sqlx::query(statement).execute(&mut any.connect().await.unwrap()).await.unwrap();
            }
            {
                use sqlx_0_8::ConnectOptions as _;
                sqlx_0_8::any::install_default_drivers();
                sqlx_0_8::query(statement).execute(&mut sqlx_0_8.connect().await.unwrap()).await.unwrap();
                sqlx_0_8::query(statement).execute(&mut any_0_8.connect().await.unwrap()).await.unwrap();
            }
            let mut connection = SqliteConnection::establish(diesel.expose()).unwrap();
            diesel::sql_query(statement).execute(&mut connection).unwrap();
            assert!(format!("{refinery:?}").contains(&format!("{:?}", file.display().to_string())), "{refinery:?}");
            let pool = sea_orm::Database::connect(sea_orm).await.unwrap();
            sea_orm::ConnectionTrait::execute_unprepared(&pool, statement).await.unwrap();
            pool.close().await.unwrap();

            let count: i64 =
                Connection::open(&file).unwrap().query_row("select count(*) from t", (), |row| row.get(0)).unwrap();
            assert_eq!(count, 8, "{name}");
        }
        let mut there: Vec<String> =
            folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        there.sort();
        assert_eq!(there, ["100%25.db", "a%2Fb.db", "caf%C3%A9%3F.db", "my%20app.db"]);
    }

    #[test]
    fn decoded_is_the_default() {
        let config = Decoded::from_source(&[("DATABASE_URL", "sqlite:///data/my%20app.db")]).unwrap();
        assert_eq!((config.path, config.shared), ("/data/my app.db".into(), "/data/my%20app.db".into()));
    }

    #[test]
    fn another_file_is_noticed() {
        let names_another_file = |kind: &NoticeKind| matches!(kind, NoticeKind::OtherFile { .. });
        for (text, files) in [
            ("sqlite:///data/my%20app.db", Some(("/data/my app.db", "/data/my%20app.db"))),
            ("sqlite:///data/my app.db", Some(("/data/my app.db", "/data/my%20app.db"))),
            ("sqlite:///data/é.db", Some(("/data/é.db", "/data/%C3%A9.db"))),
            ("file:dev.db", Some(("dev.db", "/dev.db"))),
            ("sqlite://dir/app.db", Some(("dir/app.db", "/app.db"))),
            ("sqlite:///data/app.db", None),
            ("sqlite:////data/app.db", None), // Python's, whose file is the same
            ("sqlite:///data/a/../app.db", None),
            ("sqlite:app.db", None),
            ("sqlite::memory:", None),
            ("sqlite:my%20app?mode=memory", None),
        ] {
            let expected: Vec<NoticeKind> = files
                .iter()
                .map(|(path, pathname)| NoticeKind::OtherFile { path: path.into(), pathname: (*pathname).to_owned() })
                .collect();
            for client in connecting(Backend::Sqlite) {
                let url = url(text);
                let mut notices = url.notices((client.carried)(&url));
                notices.retain(names_another_file);
                assert_eq!(notices, expected, "{}: {text}", client.name);
            }
            let mut notices = Decoded::notices(&[("DATABASE_URL", text)]).unwrap();
            notices.retain(|notice| names_another_file(notice.kind()));
            // The field with the attribute opens that file.
            let fields: Vec<&str> = notices.iter().map(Notice::field).collect();
            assert_eq!(fields, vec!["path"; expected.len()], "{text}");
        }
    }

    #[test]
    fn a_server_has_nothing_to_do_with_it() {
        #[derive(DatabaseConfig)]
        #[database(pathname)]
        struct Mixed {
            database: DatabaseUrl,
        }
        let text = "postgres://u@h/my%20db";
        let values = HashMap::from([("DATABASE_URL", text)]);
        assert_eq!(Mixed::from_source(&values).unwrap().database.database(), Some("my db"));
        assert!(Mixed::notices(&values).unwrap().is_empty());
    }
}
