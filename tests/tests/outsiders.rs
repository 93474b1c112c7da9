//! What other crates get: their own clients, their own sources, URLs as values.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use db_config::resolved::{MongoDb, MySql, Postgres, Resolved, Sqlite, SqliteLocation, SqliteMode};
use db_config::{
    Backend, Backends, Carries, DatabaseConfig, DatabaseUrl, DieselUrl, Env, FromDatabaseUrl, NoticeKind, ProblemKind,
    Source, SourceError, TlsMode, TlsPlan, UrlError, UrlPart,
};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

/// The settings of somebody else's client: one server of PostgreSQL or a file of SQLite.
#[derive(Debug, PartialEq)]
enum Pinger {
    Server { host: String, port: u16, user: String, encrypted: bool, most: Option<u32> },
    File(std::path::PathBuf),
}

const PINGER: &str = "the pinger";

impl FromDatabaseUrl for Pinger {
    const BACKENDS: Backends = Backends::POSTGRES.or(Backends::SQLITE);
    const CARRIES: Carries = Carries::MAX_CONNECTIONS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        match Resolved::of(url)? {
            Resolved::Postgres(postgres) => Self::server(url, postgres),
            Resolved::Sqlite(sqlite) => Self::file(url, sqlite),
            _ => Err(UrlError::new("the pinger has no such backend")),
        }
    }

    fn carried(url: &DatabaseUrl) -> Carries {
        if url.backend() == Backend::Postgres { Self::CARRIES } else { Carries::NOTHING }
    }
}

impl Pinger {
    fn server(url: &DatabaseUrl, postgres: Postgres<'_>) -> Result<Self, UrlError> {
        if let Some(given) = postgres.load_balance_hosts {
            return Err(given.not_carried(url, PINGER));
        }
        if let Some(given) = postgres.libpq_only() {
            return Err(given.not_carried(url, PINGER).with_remedy("ping without it"));
        }
        if postgres.password.is_some() {
            return Err(url.not_carried(PINGER, "a password", UrlPart::Password));
        }
        let [server] = &postgres.servers[..] else {
            return Err(url.not_carried(PINGER, "several hosts", UrlPart::Hosts));
        };
        if server.is_socket {
            return Err(url.not_carried(PINGER, "a socket", UrlPart::Hosts));
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
            return Err(mode.not_carried(url, PINGER));
        }
        match sqlite.location {
            SqliteLocation::File(path) => Ok(Self::File(path)),
            SqliteLocation::Memory(_) => Err(url.not_carried(PINGER, "a database in memory", UrlPart::Path)),
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
fn a_client_of_ones_own_sees_what_the_url_means() {
    let values = [("DATABASE_URL", "postgres://me@bücher.example.com/d?connection_limit=3&sslmode=require")];
    let config = Config::from_source(&values).unwrap();
    let most = Some(3);
    let host = "xn--bcher-kva.example.com".to_owned();
    assert_eq!(config.database, Pinger::Server { host, port: 5432, user: "me".to_owned(), encrypted: true, most });
    assert_eq!(config.other.1, Pinger::File("other.db".into()));
    assert_eq!(config.other.0.backend(), Backend::Sqlite);
    assert_eq!(Config::settings()[0].backends(), Backends::of(&[Backend::Postgres, Backend::Sqlite]));
    assert_eq!(Config::settings()[0].schemes(), ["postgres", "postgresql", "sqlite", "sqlite3", "file"]);
}

#[test]
fn what_it_does_not_carry_is_in_the_notices() {
    let notices = |url: &str| Config::notices(&[("DATABASE_URL", url)]).unwrap();
    assert!(notices("postgres://me@h/d?connection_limit=3").is_empty());
    let lost = notices("postgres://me@h/d?connection_limit=3&idle_timeout=4");
    assert_eq!(lost.len(), 1);
    assert_eq!((lost[0].field(), lost[0].variable()), ("database", "DATABASE_URL"));
    assert_eq!(*lost[0].kind(), NoticeKind::NotCarried { key: "idle_timeout".to_owned() });
    let lost = notices("sqlite:app.db?pool_size=3");
    assert_eq!(*lost[0].kind(), NoticeKind::NotCarried { key: "pool_size".to_owned() });
}

#[test]
fn what_it_refuses_is_marked() {
    for (text, shown) in [
        (
            "postgres://me:hunter2@h/d",
            "\
the pinger cannot carry a password
    postgres://me:***@h/d
                  ^^^",
        ),
        (
            "postgres://mé@a,b:1/d?application_name=x",
            "\
the pinger cannot carry several hosts
    postgres://mé@a,b:1/d?application_name=x
                  ^^^^^",
        ),
        (
            "postgres://me@h/d?password=&load%5Fbalance_hosts=random",
            "\
the pinger cannot carry `load_balance_hosts`
    postgres://me@h/d?password=***&load%5Fbalance_hosts=random
                                   ^^^^^^^^^^^^^^^^^^^^",
        ),
        (
            "postgres://me@h/d?REQUIRE_AUTH=none",
            "\
the pinger cannot carry `REQUIRE_AUTH`
    postgres://me@h/d?REQUIRE_AUTH=none
                      ^^^^^^^^^^^^
    ping without it",
        ),
        (
            "sqlite::memory:",
            "\
the pinger cannot carry a database in memory
    sqlite::memory:
           ^^^^^^^^",
        ),
        (
            "sqlite:app.db?mode=ro",
            "\
the pinger cannot carry `mode`
    sqlite:app.db?mode=ro
                  ^^^^",
        ),
    ] {
        let error = Pinger::from_database_url(&url(text)).expect_err(text);
        assert_eq!(error.kind(), ProblemKind::NotCarried, "{error}");
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
fn what_a_variable_says_is_named_by_it() {
    let values = [("PGHOST", "h"), ("PGUSER", "me"), ("PGLOADBALANCEHOSTS", "random")];
    let error = Config::from_source(&values).unwrap_err();
    assert_eq!(error.problems()[0].variable(), "PGLOADBALANCEHOSTS", "{error}");
    assert_eq!(error.problems()[0].kind(), ProblemKind::NotCarried);
    let notices = Config::notices(&[("PGHOST", "h"), ("PGUSER", "me"), ("PGCONNECT_TIMEOUT", "5")]).unwrap();
    assert_eq!(*notices[0].kind(), NoticeKind::NotCarried { key: "PGCONNECT_TIMEOUT".to_owned() });
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
        (UrlPart::Key("application_name"), "application_name"),
    ] {
        let whole = format!("{:#}", url.not_carried(PINGER, "this", part));
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
        assert_eq!(Postgres::of(url).is_ok(), backend == Backend::Postgres);
        assert_eq!(MySql::of(url).is_ok(), backend == Backend::MySql);
        assert_eq!(Sqlite::of(url).is_ok(), backend == Backend::Sqlite);
        assert_eq!(MongoDb::of(url).is_ok(), backend == Backend::MongoDb);
        let resolved = match Resolved::of(url).unwrap() {
            Resolved::Postgres(_) => Backend::Postgres,
            Resolved::MySql(_) => Backend::MySql,
            Resolved::Sqlite(_) => Backend::Sqlite,
            Resolved::MongoDb(_) => Backend::MongoDb,
            _ => unreachable!(),
        };
        assert_eq!(resolved, backend);
    }
    assert_eq!(MySql::of(&postgres).unwrap_err().kind(), ProblemKind::UnexpectedScheme);
}

#[derive(Debug, DatabaseConfig)]
struct Plain {
    database: DatabaseUrl,
    #[database(env = "EVENTS_URL")]
    events: Option<DatabaseUrl>,
}

fn hosts(source: &(impl Source + ?Sized)) -> (String, Option<String>) {
    let Plain { database, events } = Plain::from_source(source).unwrap();
    (database.host().unwrap().to_owned(), events.and_then(|url| url.host().map(str::to_owned)))
}

#[test]
fn a_source_can_be_chosen_at_run_time() {
    let map = HashMap::from([("DATABASE_URL", "postgres://map/d")]);
    let pairs = [("DATABASE_URL", "postgres://pairs/d")];
    let closure = |name: &str| (name == "DATABASE_URL").then(|| "postgres://closure/d".to_owned());
    let sources: [&dyn Source; 3] = [&map, &pairs, &closure];
    let found: Vec<String> = sources.iter().map(|source| hosts(*source).0).collect();
    assert_eq!(found, ["map", "pairs", "closure"]);

    let boxes: Vec<Box<dyn Source>> = vec![Box::new(map.clone()), Box::new(pairs), Box::new(closure)];
    let found: Vec<String> = boxes.iter().map(|source| hosts(source).0).collect();
    assert_eq!(found, ["map", "pairs", "closure"]);
    let found: Vec<String> = boxes.iter().map(|source| hosts(&**source).0).collect();
    assert_eq!(found, ["map", "pairs", "closure"]);

    let shared: Arc<dyn Source + Send + Sync> = Arc::new(pairs);
    let there = std::thread::spawn({
        let shared = Arc::clone(&shared);
        move || hosts(&shared).0
    });
    assert_eq!((there.join().unwrap(), hosts(&shared).0), ("pairs".to_owned(), "pairs".to_owned()));
    let counted: Rc<dyn Source> = Rc::new(pairs);
    assert_eq!(hosts(&counted).0, "pairs");
    // A source that takes another.
    let sent: Box<dyn Source + Send> = Box::new(pairs);
    assert_eq!(hosts(&sent).0, "pairs");
}

#[test]
fn two_sources_are_chained() {
    let first = [("DATABASE_URL", "postgres://first/d")];
    let second = HashMap::from([("DATABASE_URL", "postgres://second/d"), ("EVENTS_URL", "mongodb://second")]);
    let expected = ("first".to_owned(), Some("second".to_owned()));
    assert_eq!(hosts(&first.or(second.clone())), expected);
    let (dynamic, boxed): (&dyn Source, Box<dyn Source>) = (&second, Box::new(second.clone()));
    assert_eq!(hosts(&first.or(dynamic)), expected);
    assert_eq!(hosts(&dynamic.or(first)), ("second".to_owned(), Some("second".to_owned())));
    let chain: Box<dyn Source> = Box::new([("X", "")].or(first).or(boxed));
    assert_eq!(hosts(&chain), expected);
    // An empty variable is set.
    let empty = [("DATABASE_URL", "")].or(first);
    assert_eq!(Plain::from_source(&empty).unwrap_err().problems()[0].kind(), ProblemKind::Empty);
    assert_eq!(Env.or(first).get("DATABASE_URL").map(|url| url.is_some()), Ok(true));
}

#[test]
fn a_chain_does_not_go_past_what_cannot_be_read() {
    let sealed = |_: &str| Err(SourceError::new("the vault is sealed"));
    let second = [("DATABASE_URL", "postgres://second/d")];
    let error = Plain::from_source(&sealed.or(second)).unwrap_err();
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::Unreadable), "{error}");
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    let error = Plain::from_source(&[("EVENTS_URL", "mongodb://h")].or(sealed)).unwrap_err();
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
}

#[test]
#[allow(clippy::mutable_key_type, reason = "the pathname that is kept is no part of what is compared")]
fn urls_are_the_keys_of_a_map() {
    let texts = ["postgres://a/d", "postgres://b/d", "postgres://a/d", "postgresql://a/d", "sqlite::memory:"];
    let set: HashSet<DatabaseUrl> = texts.iter().chain(&["sqlite::memory:"]).map(|text| url(text)).collect();
    assert_eq!(set.len(), 4);
    assert!(set.contains(&url("postgres://b/d")) && !set.contains(&url("postgres://c/d")));
    let hash = |url: &DatabaseUrl| {
        let mut hasher = DefaultHasher::new();
        url.hash(&mut hasher);
        hasher.finish()
    };
    let (one, other) = (url("postgres://u:a@h/d"), url("postgres://u:b@h/d"));
    assert_eq!((hash(&one), &one), (hash(&one.clone()), &one.clone()));
    // They differ in something that neither shows.
    assert!(one != other && one.to_string() == other.to_string());
    let pools = HashMap::from([(one, 1), (other, 2)]);
    assert_eq!(pools[&url("postgres://u:b@h/d")], 2);
}

#[test]
fn a_url_comes_from_a_document() {
    #[derive(Debug)]
    struct File(HashMap<String, DatabaseUrl>);
    let read = |text: &str| serde_json::from_str::<HashMap<String, DatabaseUrl>>(text).map(File);

    let text = "postgres://app@db.example.com:5433/orders?sslmode=verify-full";
    let File(urls) = read(&format!("{{\"orders\": {text:?}}}")).unwrap();
    assert_eq!(urls["orders"], url(text));
    // Without a secret it survives the round trip.
    let again: DatabaseUrl = serde_json::from_str(&serde_json::to_string(&urls["orders"]).unwrap()).unwrap();
    assert_eq!((again.expose(), again.tls()), (text, urls["orders"].tls()));
    // From a document that does not live as long as its text, too.
    let owned: DatabaseUrl = serde_json::from_value(serde_json::json!(text)).unwrap();
    let reader: DatabaseUrl = serde_json::from_reader(format!("{text:?}").as_bytes()).unwrap();
    assert_eq!((owned, reader), (url(text), url(text)));
    let escaped: DatabaseUrl = serde_json::from_str(r#""postgres://u:p\u0021\\x@h/d""#).unwrap();
    assert_eq!(escaped.password(), Some("p!\\x"));

    for text in [
        "postgres://app:hunter2@h:port/d",
        "postgres://app:hunter2@h/d?shcema=hunter2",
        "postgres://app:hunter2@h/d?sslmode=hunter2",
        "postgres://app:hunter2@ss@h/d",
        "hunter2",
        "redis://app:hunter2@h",
    ] {
        let error = read(&format!("{{\"orders\": {text:?}}}")).unwrap_err();
        let shown = format!("{error} {error:#} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        // It says as much as the error of the URL itself.
        assert!(shown.contains(text.parse::<DatabaseUrl>().unwrap_err().message()), "{shown}");
    }
    for other in ["[\"hunter2\"]", "{\"url\":\"hunter2\"}", "null", "true"] {
        let error = serde_json::from_str::<DatabaseUrl>(other).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn an_error_shows_enough_by_itself() {
    for (text, whole) in [
        (
            "mysql://app:hunter2@h/d?sslmode=maybe",
            "\
`sslmode` does not take this value
    mysql://app:***@h/d?sslmode=***
                                ^^^
    write `disable`, `prefer`, `require`, `verify-ca` or `verify-full`",
        ),
        (
            "postgres://é:hunter2@h/d?port=1&port=2",
            "\
`port` is given twice, with different values
    postgres://é:***@h/d?port=1&port=2
                                ^^^^
    keep one of them",
        ),
        (
            "postgres://app:hunter2@h:port/d",
            "\
a port that is not a number from 1 to 65535
    write `host:port` with such a number, or leave the port out",
        ),
    ] {
        let error = text.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(format!("{error:#}"), whole);
        let boxed: Box<dyn std::error::Error> = Box::new(error.clone());
        assert_eq!(format!("{boxed:#}"), whole);
        // One line without it.
        assert_eq!(error.to_string(), format!("{}: {}", error.message(), error.remedy()));
        assert!(!error.to_string().contains('\n'));
    }
    let error = sqlx::postgres::PgConnectOptions::from_database_url(&url("postgres://u:hunter2@a,b/d")).unwrap_err();
    assert!(format!("{error:#}").contains("    postgres://u:***@a,b/d\n                     ^^^\n"), "{error:#}");
}

/// Does not compile if the type has a `Display`.
trait NotDisplayed<A> {
    fn ok() {}
}

impl<T> NotDisplayed<()> for T {}
impl<T: Display> NotDisplayed<u8> for T {}

#[test]
fn diesels_text_comes_out_by_name_only() {
    <DieselUrl as NotDisplayed<_>>::ok();
    let url = url("postgres://u:hunter2@localhost/d?options=-c%20x.token%3Dhunter2");
    let diesel = DieselUrl::from_database_url(&url).unwrap();
    assert!(diesel.expose().starts_with("postgres://u:hunter2@localhost:5432/d?"), "{}", diesel.expose());
    assert!(!format!("{diesel:?}").contains(":hunter2@"), "{diesel:?}");
}

#[test]
fn a_plan_of_tls_is_made_from_the_resolved_value_too() {
    let url = url("postgres://u@db.example.com/d?sslrootcert=/ca.pem&sslcert=/c&sslkey=/k");
    let Resolved::Postgres(postgres) = Resolved::of(&url).unwrap() else { panic!() };
    assert_eq!(*postgres.tls, TlsPlan::from_database_url(&url).unwrap());
    assert_eq!(
        (postgres.tls.client_certificate(), postgres.tls.client_key()),
        (Some("/c".as_ref()), Some("/k".as_ref()))
    );
}
