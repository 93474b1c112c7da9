//! The help of a field without a value names the variables that are set instead.

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, ProblemKind, SqliteFile};

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    database: DatabaseUrl,
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Two {
    #[database(env("EVENTS_URL", "AUDIT_URL"), schemes("mysql", "mongodb"))]
    events: DatabaseUrl,
    #[database(env = "MONGO_URL")]
    other: Option<DatabaseUrl>,
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct File {
    database: SqliteFile,
}

fn help(error: &ConfigError) -> &str {
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.kind(), ProblemKind::Missing);
    problem.help()
}

#[test]
fn nothing_else_is_set() {
    let error = Config::from_source(&[("HOME", "/")]).unwrap_err();
    assert_eq!(help(&error), "set it in the environment or in DATABASE_URL_FILE");
}

#[test]
fn another_url_that_fits_is_named_with_its_attribute() {
    for name in ["POSTGRES_URL", "MYSQL_ADDON_URI", "MONGODB_URI", "DB_URL", "JAWSDB_URL"] {
        let error = Config::from_source(&[(name, "postgres://app:hunter2@h/d")]).unwrap_err();
        let expected = format!("; {name} is set, which the attribute `env(\"DATABASE_URL\", \"{name}\")` would read");
        assert!(help(&error).ends_with(&expected), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
    let error = Two::from_source(&[("MYSQL_URL", "mysql://h/d")]).unwrap_err();
    assert!(help(&error).contains("`env(\"EVENTS_URL\", \"AUDIT_URL\", \"MYSQL_URL\")`"), "{error}");
}

#[test]
fn a_url_of_another_database_or_field_is_not_named() {
    for (name, value) in [("POSTGRES_URL", "postgres://h/d"), ("MONGO_URL", "mongodb://h/d"), ("MYSQL_URL", "text")] {
        let error = Two::from_source(&[(name, value)]).unwrap_err();
        assert_eq!(help(&error), "set EVENTS_URL or AUDIT_URL in the environment or in EVENTS_URL_FILE", "{name}");
    }
}

#[derive(Debug, DatabaseConfig)]
#[database(prefix = "APP_")]
#[allow(dead_code)]
struct Prefixed {
    database: DatabaseUrl,
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Outer {
    #[database(flatten, prefix = "SHOP_")]
    inner: Config,
}

#[test]
fn the_attribute_is_not_named_if_a_prefix_would_change_it() {
    let source = [("POSTGRES_URL", "postgres://h/d")];
    for error in [Prefixed::from_source(&source).unwrap_err(), Outer::from_source(&source).unwrap_err()] {
        assert!(
            help(&error).ends_with("; POSTGRES_URL is set, but the prefix keeps this field from reading it"),
            "{error}"
        );
    }
}

#[test]
fn libpq_variables_are_named_for_postgresql() {
    let libpq = [("PGHOST", "h")];
    let error = Config::from_source(&libpq).unwrap_err();
    assert!(help(&error).ends_with("; PGHOST is set, which the attribute `libpq_env` would read"), "{error}");
    let error = File::from_source(&libpq).unwrap_err();
    assert!(!help(&error).contains("PGHOST"), "{error}");
}

#[test]
fn the_command_of_fly_is_named_on_fly_only() {
    let error = Config::from_source(&[("FLY_APP_NAME", "shop")]).unwrap_err();
    let expected = "set it in the environment or in DATABASE_URL_FILE, or run `fly secrets set DATABASE_URL=...`";
    assert_eq!(help(&error), expected);
}
