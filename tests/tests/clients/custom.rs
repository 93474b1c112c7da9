//! Custom clients, which implement `FromDatabaseUrl` themselves.

use db_config::resolved::{MongoDb, MySql, Postgres, Resolved, Sqlite, SqliteLocation, SqliteMode};
use db_config::{
    Backend, Backends, Capabilities, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, TlsMode, TlsPlan,
    UrlError, UrlPart, WarningKind,
};
use tests::url;

/// The options of a custom client, which connects to one PostgreSQL server or opens a SQLite file.
#[derive(Debug, PartialEq)]
enum Pinger {
    Server { host: String, port: u16, user: String, encrypted: bool, most: Option<u32> },
    File(std::path::PathBuf),
}

const PINGER: &str = "the pinger";

impl FromDatabaseUrl for Pinger {
    const BACKENDS: Backends = Backends::POSTGRES.union(Backends::SQLITE);
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        match Resolved::resolve(url)? {
            Resolved::Postgres(postgres) => Self::server(url, postgres),
            Resolved::Sqlite(sqlite) => Self::file(url, sqlite),
            _ => Err(UrlError::new("the pinger has no such backend")),
        }
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        if url.backend() == Backend::Postgres { Self::CAPABILITIES } else { Capabilities::EMPTY }
    }
}

impl Pinger {
    fn server(url: &DatabaseUrl, postgres: Postgres<'_>) -> Result<Self, UrlError> {
        if let Some(given) = postgres.load_balance_hosts {
            return Err(given.unsupported(url, PINGER));
        }
        if let Some(given) = postgres.libpq_only() {
            return Err(given.unsupported(url, PINGER).with_help("ping without it"));
        }
        if postgres.password.is_some() {
            return Err(url.unsupported(PINGER, "a password", UrlPart::Password));
        }
        let [server] = &postgres.servers[..] else {
            return Err(url.unsupported(PINGER, "several hosts", UrlPart::Hosts));
        };
        if server.is_socket {
            return Err(url.unsupported(PINGER, "a socket", UrlPart::Hosts));
        }
        Ok(Self::Server {
            host: server.host.to_string(),
            port: server.port.unwrap(),
            user: postgres.user.to_string(),
            encrypted: postgres.tls.mode() >= TlsMode::Require,
            most: postgres.pool.max_connections.map(|most| most.value),
        })
    }

    fn file(url: &DatabaseUrl, sqlite: Sqlite<'_>) -> Result<Self, UrlError> {
        if let Some(mode) = sqlite.mode.filter(|mode| mode.value == SqliteMode::ReadOnly) {
            return Err(mode.unsupported(url, PINGER));
        }
        match sqlite.location {
            SqliteLocation::File(path) => Ok(Self::File(path)),
            SqliteLocation::Memory(_) => Err(url.unsupported(PINGER, "a database in memory", UrlPart::Path)),
        }
    }
}

#[derive(Debug, DatabaseConfig)]
struct Config {
    #[database(libpq_env)]
    database: Pinger,
    #[database(env = "OTHER_URL", default = "sqlite:other.db")]
    other: (DatabaseUrl, Pinger),
}

#[test]
fn a_custom_client_reads_the_resolved_url() {
    let values = [("DATABASE_URL", "postgres://me@bücher.example.com/d?connection_limit=3&sslmode=require")];
    let config = Config::from_source(&values).unwrap();
    let most = Some(3);
    let host = "xn--bcher-kva.example.com".to_owned();
    assert_eq!(config.database, Pinger::Server { host, port: 5432, user: "me".to_owned(), encrypted: true, most });
    assert_eq!(config.other.1, Pinger::File("other.db".into()));
    assert_eq!(config.other.0.backend(), Backend::Sqlite);
    assert_eq!(Config::fields()[0].backends(), Backends::from_slice(&[Backend::Postgres, Backend::Sqlite]));
    assert_eq!(Config::fields()[0].schemes(), ["postgres", "postgresql", "sqlite", "sqlite3", "file"]);
}

#[test]
fn an_unsupported_option_is_a_warning() {
    let warnings = |url: &str| Config::warnings(&[("DATABASE_URL", url)]).unwrap();
    assert!(warnings("postgres://me@localhost/d?connection_limit=3").is_empty());
    let unsupported = warnings("postgres://me@localhost/d?connection_limit=3&idle_timeout=4");
    assert_eq!(unsupported.len(), 1);
    assert_eq!((unsupported[0].field(), unsupported[0].variable()), ("database", "DATABASE_URL"));
    assert_eq!(*unsupported[0].kind(), WarningKind::Unsupported { parameter: "idle_timeout".to_owned() });
    let unsupported = warnings("sqlite:app.db?pool_size=3");
    assert_eq!(*unsupported[0].kind(), WarningKind::Unsupported { parameter: "pool_size".to_owned() });
}

#[test]
fn an_unsupported_part_is_marked() {
    for (text, shown) in [
        (
            "postgres://me:hunter2@h/d",
            "\
the pinger does not support a password
    postgres://me:***@h/d
                  ^^^",
        ),
        (
            "postgres://mé@a,b:1/d?application_name=x",
            "\
the pinger does not support several hosts
    postgres://mé@a,b:1/d?application_name=x
                  ^^^^^",
        ),
        (
            "postgres://me@h/d?password=&load%5Fbalance_hosts=random",
            "\
the pinger does not support `load_balance_hosts`
    postgres://me@h/d?password=***&load%5Fbalance_hosts=random
                                   ^^^^^^^^^^^^^^^^^^^^",
        ),
        (
            "postgres://me@h/d?REQUIRE_AUTH=none",
            "\
the pinger does not support `REQUIRE_AUTH`
    postgres://me@h/d?REQUIRE_AUTH=none
                      ^^^^^^^^^^^^
    ping without it",
        ),
        (
            "sqlite::memory:",
            "\
the pinger does not support a database in memory
    sqlite::memory:
           ^^^^^^^^",
        ),
        (
            "sqlite:app.db?mode=ro",
            "\
the pinger does not support `mode`
    sqlite:app.db?mode=ro
                  ^^^^",
        ),
    ] {
        let error = Pinger::from_database_url(&url(text)).expect_err(text);
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let whole = format!("{error:#}");
        assert!(whole.starts_with(shown), "{whole}");
        // The report has the same lines.
        let report = Config::from_source(&[("DATABASE_URL", text)]).unwrap_err().to_string();
        assert!(report.contains(&format!("DATABASE_URL (field `database`): {shown}")), "{report}");
    }
    let error = Pinger::from_database_url(&url("mysql://me:hunter2@h/d")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::UnexpectedScheme);
    assert!(format!("{error:#}").contains("mysql://me:***@h/d\n    ^^^^^\n"), "{error:#}");
    assert!(error.to_string().contains("PostgreSQL or SQLite"), "{error}");
}

#[test]
fn an_unsupported_variable_is_named() {
    let values = [("PGHOST", "h"), ("PGUSER", "me"), ("PGLOADBALANCEHOSTS", "random")];
    let error = Config::from_source(&values).unwrap_err();
    assert_eq!(error.problems()[0].variable(), "PGLOADBALANCEHOSTS", "{error}");
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unsupported);
    let warnings = Config::warnings(&[("PGHOST", "h"), ("PGUSER", "me"), ("PGCONNECT_TIMEOUT", "5")]).unwrap();
    assert_eq!(*warnings[0].kind(), WarningKind::Unsupported { parameter: "PGCONNECT_TIMEOUT".to_owned() });
}

#[test]
fn every_part_can_be_marked() {
    let url = url("postgres://me:hunter2@h:1/d?application_name=x");
    for (part, mark) in [
        (UrlPart::Scheme, "postgres"),
        (UrlPart::Username, "me"),
        (UrlPart::Password, "***"),
        (UrlPart::Hosts, "h:1"),
        (UrlPart::Path, "/d"),
        (UrlPart::Query, "application_name=x"),
        (UrlPart::Parameter("application_name"), "application_name"),
    ] {
        let whole = format!("{:#}", url.unsupported(PINGER, "this", part));
        let lines: Vec<&str> = whole.lines().collect();
        let start = lines[2].find('^').unwrap_or_else(|| panic!("{part:?}: {whole}"));
        assert_eq!(&lines[1][start..start + lines[2].matches('^').count()], mark, "{whole}");
        assert_eq!(lines[1], "    postgres://me:***@h:1/d?application_name=x");
    }
}

#[test]
fn each_backend_is_resolved_by_its_own_function_alone() {
    let (postgres, mysql) = (url("postgres://h/d"), url("mysql://h/d"));
    let (sqlite, mongodb) = (url("sqlite:a.db"), url("mongodb://h/d"));
    for url in [&postgres, &mysql, &sqlite, &mongodb] {
        let backend = url.backend();
        assert_eq!(Postgres::resolve(url).is_ok(), backend == Backend::Postgres);
        assert_eq!(MySql::resolve(url).is_ok(), backend == Backend::MySql);
        assert_eq!(Sqlite::resolve(url).is_ok(), backend == Backend::Sqlite);
        assert_eq!(MongoDb::resolve(url).is_ok(), backend == Backend::MongoDb);
        let resolved = match Resolved::resolve(url).unwrap() {
            Resolved::Postgres(_) => Backend::Postgres,
            Resolved::MySql(_) => Backend::MySql,
            Resolved::Sqlite(_) => Backend::Sqlite,
            Resolved::MongoDb(_) => Backend::MongoDb,
            _ => unreachable!(),
        };
        assert_eq!(resolved, backend);
    }
    assert_eq!(MySql::resolve(&postgres).unwrap_err().kind(), ProblemKind::UnexpectedScheme);
}

#[test]
fn the_resolved_url_contains_the_tls_plan() {
    let url = url("postgres://u@db.example.com/d?sslrootcert=/ca.pem&sslcert=/c&sslkey=/k");
    let Resolved::Postgres(postgres) = Resolved::resolve(&url).unwrap() else { panic!() };
    assert_eq!(*postgres.tls, TlsPlan::from_database_url(&url).unwrap());
    assert_eq!(
        (postgres.tls.client_certificate(), postgres.tls.client_key()),
        (Some("/c".as_ref()), Some("/k".as_ref()))
    );
}
