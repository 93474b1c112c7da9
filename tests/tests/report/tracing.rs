//! The feature `tracing` emits one event for each database and one for each warning, without secrets.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};
use sqlx::postgres::PgConnectOptions;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

type Events = Arc<Mutex<Vec<(String, Level, BTreeMap<&'static str, String>)>>>;

struct Collector {
    events: Events,
    level: Level,
}

struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        assert!(self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned()).is_none());
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        panic!("no spans")
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(BTreeMap::new());
        event.record(&mut fields);
        let metadata = event.metadata();
        self.events.lock().unwrap().push((metadata.target().to_owned(), *metadata.level(), fields.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Returns the fields of each event, in order.
fn events(level: Level, run: impl FnOnce()) -> Vec<String> {
    let events = Events::default();
    tracing::subscriber::with_default(Collector { events: events.clone(), level }, run);
    let events = events.lock().unwrap();
    let shown = format!("{events:?}");
    assert!(!shown.contains("S3cr3t") && !shown.contains("geheimni"), "{shown}");
    let line = |(target, level, fields): &(String, Level, BTreeMap<&'static str, String>)| {
        assert_eq!(target, "db_config");
        assert_eq!(*level, if fields.contains_key("backend") { Level::INFO } else { Level::WARN });
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" | ")
    };
    events.iter().map(line).collect()
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Shop {
    #[database(max_connections = 5)]
    orders: (DatabaseUrl, PoolSettings),
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    #[database(flatten)]
    shop: Shop,
    replicas: Vec<DatabaseUrl>,
    #[database(env = "CACHE_URL", default = "sqlite:/cache.db")]
    cache: DatabaseUrl,
    #[database(env = "NONE_URL")]
    none: Option<DatabaseUrl>,
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "API_KEY", secret)]
    api_key: String,
    #[database(env = "QUEUE_URL")]
    queue: mysql_async::Opts,
}

const SOURCE: [(&str, &str); 4] = [
    ("DATABASE_URL", "postgres://S3cr3tUser:S3cr3tPw@db.example.com:5433/S3cr3tName?application_name=S3cr3t"),
    ("DATABASE_REPLICA_URLS", "postgres://app:geheimni%C3%9F@a,b/x?sslmode=verify-full,mongodb://app:S3cr3tPw@c/x"),
    ("API_KEY", "S3cr3t"),
    ("QUEUE_URL", "mysql://app:S3cr3tPw@queue/x"),
];

const EVENTS: [&str; 5] = [
    "backend=PostgreSQL | host=db.example.com | message=database | reason=`db.example.com` is outside every network \
     known to be private | tls=require",
    "backend=PostgreSQL | host=a,b | message=database | reason=set by `sslmode` in the URL | tls=verify-full",
    "backend=MongoDB | host=c | message=database | reason=`c` is a single-label name, as used between containers, but the \
     client does not support `prefer` | tls=off",
    "backend=SQLite | host= | message=database | reason=SQLite has no TLS | tls=off",
    "backend=MySQL | host=queue | message=database | reason=`queue` is a single-label name, as used between containers, \
     but the client does not support `prefer` | tls=off",
];

#[test]
fn one_event_for_each_database_and_warning() {
    let seen = events(Level::TRACE, || drop(Config::from_source(&SOURCE).unwrap()));
    let (databases, warnings) = seen.split_at(EVENTS.len());
    assert_eq!(databases, EVENTS);
    assert_eq!(events(Level::INFO, || drop(Config::load(&SOURCE).unwrap())), seen);
    assert_eq!(events(Level::WARN, || drop(Config::from_source(&SOURCE).unwrap())), warnings);
    assert_eq!(
        warnings,
        [
            "field=replicas | message=TLS is not required for the host `c`: add `tls=true` to require it | \
             variable=DATABASE_REPLICA_URLS",
            "field=queue | message=TLS is not required for the host `queue`: add `sslmode=require` to require it | \
             variable=QUEUE_URL",
        ]
    );
}

#[test]
fn a_warning_is_an_event() {
    #[derive(DatabaseConfig)]
    struct Single {
        #[allow(dead_code)]
        orders: PgConnectOptions,
    }
    let source = [("DATABASE_URL", "postgres://app:S3cr3tPw@localhost/x?max_connections=3")];
    let seen = events(Level::WARN, || drop(Single::from_source(&source).unwrap()));
    let message = "ignoring `max_connections`: the field type does not support it; remove it, or use a client or pool that \
                   supports it";
    assert_eq!(seen, [format!("field=orders | message={message} | variable=DATABASE_URL")]);
}

#[test]
fn no_event_without_a_configuration() {
    let broken = [SOURCE[0], SOURCE[1], SOURCE[2], ("QUEUE_URL", "mysqll://app:S3cr3tPw@queue/x")];
    assert_eq!(events(Level::TRACE, || drop(Config::from_source(&broken).err().unwrap())), [""; 0]);
    assert_eq!(events(Level::TRACE, || drop(Config::report(&SOURCE).unwrap())), [""; 0]);
    assert_eq!(events(Level::TRACE, || drop(Config::env_example())), [""; 0]);
}
