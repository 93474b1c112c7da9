//! The report at startup: every problem at once, with its remedy and without its secrets.

use std::collections::HashMap;
use std::path::PathBuf;

use db_config::{
    ConfigError, DatabaseConfig, DatabaseUrl, ProblemKind, SourceError, TlsMode, TlsPlan, TlsReason, source,
};
use sqlx::postgres::PgConnectOptions;

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    orders: PgConnectOptions,
    #[database(env = "EVENTS_URL", schemes("mongodb"))]
    events: DatabaseUrl,
    #[database(env("CACHE_DATABASE_URL", "CACHE_URL"))]
    cache: Option<PathBuf>,
}

fn report(values: &[(&'static str, &str)]) -> ConfigError {
    let values: HashMap<&str, &str> = values.iter().copied().collect();
    match Config::from_source(&values) {
        Ok(_) => panic!("{values:?} is accepted"),
        Err(error) => error,
    }
}

#[test]
fn gathers_all_problems() {
    let error =
        report(&[("DATABASE_URL", "mysql://app:hunter2@db.internal/app"), ("CACHE_URL", "file://data/cache.db")]);
    assert_eq!(
        error.to_string(),
        "\
3 problems with the database configuration of `Config`

DATABASE_URL (field `orders`): a PostgreSQL URL is expected here, not `mysql://`
    mysql://app:***@db.internal/app
    ^^^^^
    write postgres:// or postgresql://, or give the field a type that takes MySQL

EVENTS_URL (field `events`): not set
    set it in the environment, in EVENTS_URL_FILE, or with `fly secrets set EVENTS_URL=...`

CACHE_URL (field `cache`): a SQLite file has no host: here it would be `data`
    file://data/cache.db
           ^^^^
    write `file:///data/cache.db`, or `file:data/cache.db` for a relative path"
    );
    assert_eq!(format!("{error:?}"), error.to_string());
    let problems: Vec<_> = error.problems().iter().map(|p| (p.variable(), p.field(), p.kind())).collect();
    assert_eq!(
        problems,
        [
            ("DATABASE_URL", "orders", ProblemKind::UnexpectedScheme),
            ("EVENTS_URL", "events", ProblemKind::NotSet),
            ("CACHE_URL", "cache", ProblemKind::SqliteHost),
        ]
    );
}

#[test]
fn marks_the_part_that_is_wrong() {
    let error = report(&[("DATABASE_URL", "postgres://é:hunter2@h/d?shcema=hunter2"), ("EVENTS_URL", "mongodb://h")]);
    assert_eq!(
        error.to_string(),
        "\
1 problem with the database configuration of `Config`

DATABASE_URL (field `orders`): an unknown query key: `shcema`
    postgres://é:***@h/d?shcema=***
                         ^^^^^^
    did you mean `schema`?"
    );
}

#[test]
fn never_echoes_what_does_not_parse() {
    for value in
        ["postgres://app:hunter2@ss@h/d", "hunter2", "postgres//app:hunter2@h", "postgres://app:hunter2@h:1x/d"]
    {
        let error = report(&[("DATABASE_URL", value), ("EVENTS_URL", "mongodb://h")]);
        assert!(!format!("{error:?} {error:#?} {:?}", error.problems()).contains("hunter2"), "{error}");
    }
}

#[test]
fn reads_a_secret_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    let path = file.to_str().unwrap();
    let config = |text: &str| {
        std::fs::write(&file, text).unwrap();
        Config::from_source(&[("DATABASE_URL_FILE", path), ("EVENTS_URL", "mongodb://h")])
    };
    for text in ["postgres://h/d", "postgres://h/d\n", "postgres://h/d\r\n"] {
        assert_eq!(config(text).unwrap().orders.get_database(), Some("d"));
    }
    let error = config("postgres://h/d\n\n").err().unwrap();
    assert_eq!((error.problems()[0].variable(), error.problems()[0].kind()), ("DATABASE_URL_FILE", ProblemKind::Blank));

    let error = report(&[("DATABASE_URL_FILE", "/no/such/file"), ("EVENTS_URL", "mongodb://h")]);
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable);
    assert!(error.to_string().contains("/no/such/file"), "{error}");
    std::fs::write(&file, [0xff, 0xfe]).unwrap();
    let error = report(&[("DATABASE_URL_FILE", path), ("EVENTS_URL", "mongodb://h")]);
    assert!(error.to_string().contains("not UTF-8"), "{error}");
    let error = report(&[("DATABASE_URL_FILE", "postgres://u:hunter2@h/d"), ("EVENTS_URL", "mongodb://h")]);
    assert!(error.to_string().contains("no path") && !error.to_string().contains("hunter2"), "{error}");
    let both = [("DATABASE_URL", "postgres://h/d"), ("DATABASE_URL_FILE", path), ("EVENTS_URL", "mongodb://h")];
    assert_eq!(report(&both).problems()[0].kind(), ProblemKind::BothSet);
}

#[test]
fn an_unreadable_variable_is_a_problem_of_its_own() {
    struct Broken;
    impl db_config::Source for Broken {
        fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
            if name == "EVENTS_URL" {
                Ok(Some("mongodb://h".to_owned()))
            } else {
                Err(SourceError::new("the vault is sealed"))
            }
        }
    }
    let error = Config::from_source(&Broken).err().unwrap();
    assert!(error.problems().iter().any(|problem| problem.kind() == ProblemKind::Unreadable));
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
}

#[test]
fn every_shape_of_a_source() {
    let values = std::collections::BTreeMap::from([("DATABASE_URL", "postgres://h/d"), ("EVENTS_URL", "mongodb://h")]);
    let read = |name: &str| values.get(name).map(|value| (*value).to_owned());
    assert!(Config::from_source(&values).is_ok());
    assert!(Config::from_source(&values.iter().map(|(name, value)| (*name, *value)).collect::<Vec<_>>()).is_ok());
    assert!(Config::from_source(&source::from_fn(read)).is_ok());
    assert!(Config::from_source(&source::from_fn(|name| values.get(name).copied())).is_ok());
    assert!(Config::from_source(&source::from_fn(|name| Ok::<_, SourceError>(read(name)))).is_ok());
    let error = Config::from_source(&source::from_fn(|_| Err(SourceError::new("the vault is sealed")))).err().unwrap();
    assert_eq!(error.problems().len(), 3);
}

#[test]
fn an_invalid_default_is_told() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Port {
        #[database(env = "PORT", from_str, default = "eighty")]
        port: u16,
    }
    let error = Port::from_source(&[("PORT", "80x")]).unwrap_err().to_string();
    assert!(error.contains("PORT (field `port`): not a `u16`") && !error.contains("80x"), "{error}");
    let error = Port::from_source(&[("X", "")]).unwrap_err().to_string();
    assert!(error.contains("not set, and the default is invalid"), "{error}");
}

#[test]
fn an_optional_field_is_none_only_where_it_is_unset() {
    let events = ("EVENTS_URL", "mongodb://h");
    let config = Config::from_source(&[("DATABASE_URL", "postgres://h/d"), events]).unwrap();
    assert!(config.cache.is_none());
    let error = report(&[("DATABASE_URL", "postgres://h/d"), events, ("CACHE_URL", "")]);
    assert_eq!(error.problems()[0].kind(), ProblemKind::Empty);
}

#[test]
fn says_once_what_two_fields_share() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Shared {
        one: DatabaseUrl,
        other: (PgConnectOptions, TlsPlan),
        third: PgConnectOptions,
    }
    let error = Shared::from_source(&[("DATABASE_URL", "postgress://h/d")]).err().unwrap();
    assert_eq!(
        error.to_string(),
        "\
1 problem with the database configuration of `Shared`

DATABASE_URL (fields `one`, `other`, `third`): no supported database has the scheme `postgress`
    did you mean `postgres`?"
    );
    assert_eq!(error.problems().len(), 3);
    let shared = Shared::from_source(&[("DATABASE_URL", "postgres://h/d")]).unwrap();
    assert_eq!(&shared.other.1, shared.one.tls());
    assert_eq!(Shared::settings()[1].schemes(), ["postgres", "postgresql"]);
}

#[derive(DatabaseConfig)]
struct Libpq {
    #[database(libpq_env)]
    database: DatabaseUrl,
    #[database(env = "OTHER_URL", tls = "verify-full")]
    other: Option<DatabaseUrl>,
}

#[test]
fn libpq_variables_fill_in_what_is_left_out() {
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
    .database;
    assert_eq!((url.host(), url.port(), url.username()), (Some("db.example.com"), Some(5433), Some("app")));
    assert_eq!((url.password(), url.database()), (Some("p@ss"), Some("orders")));
    assert_eq!(
        (url.tls().mode(), url.tls().reason().to_string()),
        (TlsMode::VerifyFull, "PGSSLMODE says so".to_owned())
    );

    let url = Libpq::from_source(&[
        ("DATABASE_URL", "postgres://me@h:1/d?sslmode=disable"),
        ("PGHOST", "x"),
        ("PGPORT", "2"),
        ("PGUSER", "y"),
        ("PGSSLMODE", "require"),
    ])
    .unwrap()
    .database;
    assert_eq!(
        (url.host(), url.port(), url.username(), url.tls().mode()),
        (Some("h"), Some(1), Some("me"), TlsMode::Off)
    );

    let tls = |values: &[(&str, &str)]| Libpq::from_source(&values.to_vec()).unwrap().database.tls().mode();
    let require = ("DATABASE_URL", "postgres://h.example.com/d?sslmode=require");
    assert_eq!(tls(&[require, ("PGSSLROOTCERT", "/ca.pem")]), TlsMode::VerifyCa);
    // libpq: "weak sslmode "require" may not be used with sslrootcert=system (use "verify-full")".
    let error = Libpq::from_source(&[require, ("PGSSLROOTCERT", "system")]).err().unwrap().to_string();
    assert!(error.contains("`sslmode` contradicts `PGSSLROOTCERT`"), "{error}");

    let error = Libpq::from_source(&[("PGHOST", "h"), ("PGSSLMODE", "maybe")]).err().unwrap();
    assert!(error.to_string().contains("PGSSLMODE"), "{error}");
    let error = Libpq::from_source(&[("PGHOST", "a,b"), ("PGPORT", "1,2,3")]).err().unwrap();
    assert!(error.to_string().contains("PGPORT"), "{error}");
    let url = Libpq::from_source(&[("PGHOST", "a,b"), ("PGPORT", "1,2")]).unwrap().database;
    assert_eq!((url.hosts()[1].name(), url.hosts()[1].port()), ("b", Some(2)));
    assert_eq!(Libpq::from_source(&[("HOME", "/")]).err().unwrap().problems()[0].kind(), ProblemKind::NotSet);
}

#[test]
fn the_surroundings_come_from_the_source() {
    let tls = |values: &[(&str, &str)]| Libpq::from_source(&values.to_vec()).unwrap().database.tls().mode();
    let url = ("DATABASE_URL", "postgres://u@app-db.internal/d");
    assert_eq!(tls(&[url]), TlsMode::Require);
    assert_eq!(tls(&[url, ("FLY_APP_NAME", "app")]), TlsMode::Off);
    let config = Libpq::from_source(&[url, ("OTHER_URL", "postgres://u@localhost/d")]).unwrap();
    let tls = config.other.unwrap().tls().clone();
    assert_eq!((tls.mode(), tls.reason()), (TlsMode::VerifyFull, &TlsReason::Attribute));
}
