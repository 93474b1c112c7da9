//! The attribute `default_with`.

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind, SqliteFile};

mod defaults {
    pub fn url() -> String {
        format!("postgres://app:hunter2@localhost/{}", "app")
    }

    pub fn invalid() -> String {
        "postgres://app:hunter2@localhost/app?shcema=x".to_owned()
    }

    pub fn key() -> String {
        "hunter2".to_owned()
    }

    pub fn port() -> String {
        "8080".to_owned()
    }
}

#[derive(DatabaseConfig)]
#[database(debug, default = "mysql://localhost/app")]
struct Config {
    #[database(default_with = defaults::url)]
    database: DatabaseUrl,
    #[database(env = "OTHER_URL")]
    other: DatabaseUrl,
    #[database(env = "PORT", parse, default_with = defaults::port)]
    port: u16,
    #[database(env = "KEY", parse, default_with = defaults::key)]
    key: String,
}

#[test]
fn the_function_is_called_if_no_variable_is_set() {
    let loaded = Config::load(&[("UNRELATED", "")]).unwrap();
    let config = &loaded.config;
    assert_eq!((config.database.database(), config.database.password()), (Some("app"), Some("hunter2")));
    // The default of the struct is not for a field with its own.
    assert_eq!(config.other.scheme(), "mysql");
    assert_eq!((config.port, &*config.key), (8080, "hunter2"));
    let shown = format!("{} {:?}", loaded.report, loaded.config);
    assert!(shown.contains("8080") && !shown.contains("hunter2"), "{shown}");

    let config = Config::from_source(&[("DATABASE_URL", "mysql://db/d"), ("PORT", "1")]).unwrap();
    assert_eq!((config.database.scheme(), config.port), ("mysql", 1));
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Invalid {
    #[database(default_with = defaults::invalid)]
    database: DatabaseUrl,
}

#[test]
fn a_mistake_in_its_value_is_in_the_report() {
    let error = Invalid::from_source(&[("UNRELATED", "")]).unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!((problem.variable(), problem.kind()), ("DATABASE_URL", ProblemKind::UnknownParameter));
    assert!(problem.message().starts_with("invalid default (used because DATABASE_URL is not set)"), "{error}");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[derive(DatabaseConfig)]
#[database(default_with = in_memory)]
enum Store {
    Sqlite(SqliteFile),
    Postgres(tokio_postgres::Config),
}

fn in_memory() -> String {
    "sqlite::memory:".to_owned()
}

#[test]
fn an_enum_has_one_for_all_variants() {
    assert!(matches!(Store::from_source(&[("UNRELATED", "")]).unwrap(), Store::Sqlite(_)));
    let source = [("DATABASE_URL", "postgres://localhost/d")];
    assert!(matches!(Store::from_source(&source).unwrap(), Store::Postgres(_)));
}

#[test]
fn the_example_names_it_without_its_value() {
    let example = Config::env_example();
    assert!(example.contains("# (has a default") && !example.contains("hunter2"), "{example}");
    assert!(Config::fields().iter().all(|field| field.has_default()));
    assert_eq!(Config::fields()[0].default_value(), None);
}
