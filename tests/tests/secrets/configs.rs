//! Derived configurations: errors, reports, warnings, `Debug`, events and `.env.example`.

use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use db_config::{
    ConfigError, Connect, DatabaseConfig, DatabaseUrl, Diagnosis, MigrationTiming, PoolSettings, Report, TlsPlan,
};
use tests::canaries::Canary;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::search::{Search, forms, search_all};
use super::urls;

#[derive(DatabaseConfig)]
#[database(debug, prefix = "APP_")]
#[allow(dead_code)]
struct Config {
    /// Orders and users.
    #[database(libpq_env, max_connections = 20)]
    orders: (DatabaseUrl, PoolSettings),
    replicas: Vec<DatabaseUrl>,
    #[database(env = "EVENTS_URL", schemes("mongodb"))]
    events: Option<DatabaseUrl>,
    #[database(env("CACHE_DATABASE_URL", "CACHE_URL"), default = "sqlite:cache.db")]
    cache: Store,
    #[database(flatten, prefix = "SIDE_")]
    side: Side,
    #[database(env = "API_KEY", secret)]
    api_key: Option<String>,
    #[database(skip)]
    started: u8,
}

#[derive(DatabaseConfig)]
#[database(debug)]
#[allow(dead_code)]
struct Side {
    database: Option<Connect<sqlx::PgPool>>,
    #[database(env = "JOBS_URL")]
    jobs: Option<(mysql_async::Opts, TlsPlan)>,
}

#[derive(DatabaseConfig)]
#[database(debug)]
enum Store {
    File(PathBuf),
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
    MySql(mysql_async::Opts),
    MongoDb(Box<mongodb::options::ConnectionString>),
}

/// The field rejects every URL.
#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Rejecting {
    database: (DatabaseUrl, MigrationTiming),
    same: PathBuf,
}

#[test]
fn in_a_configuration_that_is_read() {
    search_all(
        |search| {
            for url in urls::valid(&search.canary.escaped()) {
                VARIABLES.iter().for_each(|variable| of_url(search, variable, &url));
            }
        },
        forms! {
            Diagnosis: Debug, Diagnostic, Display, Error;
            Loaded: Debug;
            Warning: Debug, Display;
            Origin: Debug, Display;
            Problem: Debug, Display, Error;
            Report: Debug, Display, Serialize;
            ReportDatabase: Debug, Serialize;
            ReportEntry: Debug, Serialize;
        },
    );
}

/// The error about a value does not depend on the field, so each value is checked in one of the fields.
#[test]
fn in_the_problems_of_a_configuration() {
    search_all(
        |search| {
            let texts = urls::broken(&search.canary.escaped());
            for (text, variable) in texts.iter().zip(VARIABLES.iter().cycle()) {
                of_url(search, variable, text);
            }
        },
        &[],
    );
}

#[test]
fn in_a_configuration_of_libpqs_variables() {
    search_all(
        |search| {
            let secret = search.canary.secret.clone();
            let source = [
                ("PGHOST", "db.example.com"),
                ("PGPASSWORD", &*secret),
                ("APP_DATABASE_REPLICA_URLS", ""),
                ("APP_DATABASE_STATEMENT_TIMEOUT", "5s"),
                ("APP_API_KEY", &*secret),
            ];
            loads(search, &source);
            search.text("DatabaseConfig", &(Config::env_example() + &Config::env_docs()));
            Config::fields().iter().for_each(|setting| search.debug(setting));
        },
        forms! {
            Field: Debug;
        },
    );
}

#[test]
fn in_a_configuration_with_the_password_next_to_the_url() {
    search_all(
        |search| {
            let secret = search.canary.secret.clone();
            for url in ["postgres://app@h.example.com/d", "mysql://other@h.example.com/d", "mysql://app:own@h/d"] {
                let source = [
                    ("APP_DATABASE_URL", url),
                    ("APP_DATABASE_USER", "app"),
                    ("APP_DATABASE_PASSWORD", &*secret),
                    ("APP_DATABASE_REPLICA_URLS", ""),
                    ("APP_API_KEY", &*secret),
                ];
                loads(search, &source);
            }
        },
        &[],
    );
}

const VARIABLES: [&str; 5] =
    ["APP_DATABASE_URL", "APP_EVENTS_URL", "APP_CACHE_URL", "APP_SIDE_DATABASE_URL", "APP_SIDE_JOBS_URL"];

/// Searches the output for a URL alone in a variable, and for the URL in a list.
fn of_url(search: &mut Search, variable: &str, url: &str) {
    let secret = search.canary.secret.clone();
    let list = format!("{url},postgres://app@localhost/x");
    let others =
        [("APP_DATABASE_URL", "postgres://app@localhost/x"), ("APP_API_KEY", &secret), ("RELEASE_COMMAND", "1")];
    for source in
        [[(variable, url), ("APP_DATABASE_REPLICA_URLS", "")], [("APP_DATABASE_REPLICA_URLS", &list), others[0]]]
    {
        // The first entry of a name has precedence.
        loads(search, &[&source[..], &others].concat());
    }
    if let Err(error) = Rejecting::from_source(&[("DATABASE_URL", url), ("RELEASE_COMMAND", "1")]) {
        problems(search, &error);
    }
}

fn loads(search: &mut Search, source: &[(&str, &str)]) {
    let (loaded, events) = events(|| Config::load(source));
    search.text("tracing", &events);
    match loaded {
        Ok(loaded) => {
            assert!(events.contains("db_config"), "{events}");
            search.text("Config", &format!("{:?} {:#?}", loaded.config, loaded.config));
            search.debug(&loaded);
            for warning in &loaded.warnings {
                search.both(warning);
                search.both(warning.kind());
                search.method("Warning::variable", warning.variable());
                search.method("Warning::field", warning.field());
            }
            report(search, &Config::report(source).expect("it has loaded"));
        }
        Err(error) => problems(search, &error),
    }
}

fn report(search: &mut Search, report: &Report) {
    search.both(report);
    search.serialized(report);
    for entry in report.entries() {
        search.debug(entry);
        search.serialized(entry);
        search.method("ReportEntry::value", entry.value());
        search.method("ReportEntry::variable", entry.variable());
        entry.origin().iter().for_each(|origin| search.both(origin));
        if let Some(database) = entry.database() {
            search.debug(database);
            search.serialized(database);
            search.method("ReportDatabase::hosts", database.hosts());
            search.method("ReportDatabase::pool", database.pool());
            search.method("ReportDatabase::variables", database.variables());
            search.display(database.tls());
        }
    }
}

fn problems(search: &mut Search, error: &ConfigError) {
    search.error(error);
    for problem in error.problems() {
        search.error(problem);
        search.diagnostic(&db_config::Diagnosis::from(problem));
        search.debug(&problem.kind());
        search.method("Problem::variable", problem.variable());
        search.method("Problem::field", problem.field());
        search.method("Problem::message", problem.message());
        search.method("Problem::help", problem.help());
    }
    let diagnosis = Diagnosis::from(error);
    search.causes(&diagnosis);
    search.diagnostic(&diagnosis);
    search.text("Diagnosis", &format!("{:?}", miette::Report::from(error.clone())));
    search.text("Diagnosis", &format!("{:?}", miette::Report::new(diagnosis).wrap_err("no configuration")));
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error.clone());
    assert!(boxed.source().is_none(), "it has no source");
}

/// Default values of URLs and secrets are in the source code, and they are redacted too. Default values of other plain
/// variables are shown.
#[test]
fn in_the_defaults_of_a_configuration() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Defaults {
        #[database(default = "postgres://app:D3f4ultPw@localhost/orders?sslpassword=D3f4ultPw&application_name=x")]
        orders: DatabaseUrl,
        #[database(env = "KEY", secret, default = "D3f4ultPw")]
        key: String,
        #[database(env = "QUEUES", secret, separator = "|", default = "amqp://app:D3f4ultPw@a|amqp://app:D3f4ultPw@b")]
        queues: Vec<String>,
        #[database(env = "REDIS_URL", parse, default = "redis://localhost:6379/0")]
        redis: String,
        #[database(env = "PORT", parse, default = "8080")]
        port: u16,
    }

    let mut search = Search::of(Canary::new("D3f4ultPw"));
    let example = Defaults::env_example() + &Defaults::env_docs();
    search.text("DatabaseConfig", &example);
    assert!(example.contains("postgres://app:***@localhost/orders?sslpassword=***"), "{example}");
    assert!(example.contains("# KEY=\n") && example.contains("# QUEUES=\n"), "{example}");
    assert!(example.contains("# REDIS_URL=redis://localhost:6379/0\n"), "{example}");
    assert!(example.contains("# PORT=8080\n"), "{example}");
    let config = Defaults::from_source(&[("OTHER", "")]).unwrap_or_else(|error| panic!("{error}"));
    search.text("Config", &format!("{config:?} {config:#?}"));
    let defaults = Defaults::report(&[("OTHER", "")]).expect("it has loaded");
    let values: Vec<_> = defaults.entries().iter().skip(1).map(|entry| entry.value().unwrap_or_default()).collect();
    assert_eq!(values, ["***", "***", "redis://localhost:6379/0", "8080"]);
    report(&mut search, &defaults);
    Defaults::fields().iter().for_each(|setting| search.debug(setting));
    let overridden = Defaults::from_source(&[("PORT", "x")]).expect_err("it is not a port");
    problems(&mut search, &overridden);
    assert!(search.leaks.is_empty(), "{:?}", search.leaks);
}

/// Returns the result of a function, and the events that it emits.
pub fn events<T>(run: impl FnOnce() -> T) -> (T, String) {
    let collector = Collector::default();
    let text = collector.0.clone();
    let result = tracing::subscriber::with_default(collector, run);
    let text = text.lock().expect("no thread panics").clone();
    (result, text)
}

#[derive(Default)]
struct Collector(Arc<Mutex<String>>);

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Text(&mut self.0.lock().expect("no thread panics")));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Text(&mut self.0.lock().expect("no thread panics")));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = self.0.lock().expect("no thread panics");
        text.push_str(&format!("{:?}\n", event.metadata()));
        event.record(&mut Text(&mut text));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text<'a>(&'a mut String);

impl Visit for Text<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push_str(&format!("{field}={value} {value:?}\n"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!("{field}={value:?} {value:#?}\n"));
    }
}
