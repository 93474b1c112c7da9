//! The report at startup: all problems at once, with help and without secrets.

use std::collections::HashMap;
use std::path::PathBuf;

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, TlsPlan};
use sqlx::postgres::PgConnectOptions;
use tests::url;

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

DATABASE_URL (field `orders`): expected a PostgreSQL URL, found `mysql://`
    mysql://app:***@db.internal/app
    ^^^^^
    use `postgres://` or `postgresql://`, or use a field type that supports MySQL

EVENTS_URL (field `events`): not set
    set it in the environment or in EVENTS_URL_FILE

CACHE_URL (field `cache`): unsupported host `data` in a SQLite URL
    file://data/cache.db
           ^^^^
    use `file:///data/cache.db`, or `file:data/cache.db` for a relative path"
    );
    assert_eq!(format!("{error:?}"), error.to_string());
    let problems: Vec<_> = error.problems().iter().map(|p| (p.variable(), p.field(), p.kind())).collect();
    assert_eq!(
        problems,
        [
            ("DATABASE_URL", "orders", ProblemKind::UnexpectedScheme),
            ("EVENTS_URL", "events", ProblemKind::Missing),
            ("CACHE_URL", "cache", ProblemKind::SqliteHost),
        ]
    );
}

#[test]
fn marks_the_invalid_part() {
    let error = report(&[("DATABASE_URL", "postgres://é:hunter2@h/d?shcema=hunter2"), ("EVENTS_URL", "mongodb://h")]);
    assert_eq!(
        error.to_string(),
        "\
1 problem with the database configuration of `Config`

DATABASE_URL (field `orders`): unknown query parameter `shcema`
    postgres://é:***@h/d?shcema=***
                         ^^^^^^
    did you mean `schema`?"
    );
}

#[test]
fn never_quotes_an_unparsable_url() {
    for value in
        ["postgres://app:hunter2@ss@h/d", "hunter2", "postgres//app:hunter2@h", "postgres://app:hunter2@h:1x/d"]
    {
        let error = report(&[("DATABASE_URL", value), ("EVENTS_URL", "mongodb://h")]);
        assert!(!format!("{error:?} {error:#?} {:?}", error.problems()).contains("hunter2"), "{error}");
    }
}

#[test]
fn an_optional_field_is_none_only_if_unset() {
    let events = ("EVENTS_URL", "mongodb://h");
    let config = Config::from_source(&[("DATABASE_URL", "postgres://h/d"), events]).unwrap();
    assert!(config.cache.is_none());
    let error = report(&[("DATABASE_URL", "postgres://h/d"), events, ("CACHE_URL", "")]);
    assert_eq!(error.problems()[0].kind(), ProblemKind::Empty);
}

#[test]
fn reports_a_problem_of_two_fields_once() {
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

DATABASE_URL (fields `one`, `other`, `third`): unknown scheme `postgress`
    did you mean `postgres`?"
    );
    assert_eq!(error.problems().len(), 3);
    let shared = Shared::from_source(&[("DATABASE_URL", "postgres://h/d")]).unwrap();
    assert_eq!(&shared.other.1, shared.one.tls());
    assert_eq!(Shared::fields()[1].schemes(), ["postgres", "postgresql"]);
}

#[test]
fn an_error_is_complete_by_itself() {
    for (text, whole) in [
        (
            "mysql://app:hunter2@h/d?sslmode=maybe",
            "\
invalid value for `sslmode`
    mysql://app:***@h/d?sslmode=***
                                ^^^
    use `disable`, `prefer`, `require`, `verify-ca` or `verify-full`",
        ),
        (
            "postgres://é:hunter2@h/d?port=1&port=2",
            "\
`port` is set twice, with different values
    postgres://é:***@h/d?port=1&port=2
                                ^^^^
    keep one of them",
        ),
        (
            "postgres://app:hunter2@h:port/d",
            "\
invalid port
    use a number from 1 to 65535, or leave the port out",
        ),
    ] {
        let error = text.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(format!("{error:#}"), whole);
        let boxed: Box<dyn std::error::Error> = Box::new(error.clone());
        assert_eq!(format!("{boxed:#}"), whole);
        // Without `#`, the error is one line.
        assert_eq!(error.to_string(), format!("{}: {}", error.message(), error.help()));
        assert!(!error.to_string().contains('\n'));
    }
    let error = sqlx::postgres::PgConnectOptions::from_database_url(&url("postgres://u:hunter2@a,b/d")).unwrap_err();
    assert!(format!("{error:#}").contains("    postgres://u:***@a,b/d\n                     ^^^\n"), "{error:#}");
}

#[test]
fn the_mark_is_under_the_redacted_part() {
    let error = "postgres://h/d\u{202e}x?shcema=1".parse::<DatabaseUrl>().unwrap_err();
    assert!(
        format!("{error:#}")
            .contains("\n    postgres://h/d\\u{202e}x?shcema=***\n                            ^^^^^^\n"),
        "{error:#}"
    );
}
