//! A path without a scheme, for a field that accepts only SQLite.

use std::path::{Path, PathBuf};

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, SqliteFile};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

#[derive(DatabaseConfig)]
struct Field<T: FromDatabaseUrl> {
    database: T,
}

fn field<T: FromDatabaseUrl>(text: &str) -> T {
    match Field::from_source(&[("DATABASE_URL", text)]) {
        Ok(Field { database }) => database,
        Err(error) => panic!("{text}: {error}"),
    }
}

fn refused<T: FromDatabaseUrl>(text: &str) -> String {
    match Field::<T>::from_source(&[("DATABASE_URL", text)]) {
        Ok(_) => panic!("{text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn is_the_file_as_it_stands() {
    for text in [
        "data/db.sqlite3",
        "./app.db",
        "../up.db",
        "/data/db.sqlite3",
        "/data/app",
        "/a/../b.db",
        "my%20app.db",
        "my app.db",
        "localhost/app.db",
        "é.db",
    ] {
        assert_eq!(field::<PathBuf>(text), Path::new(text));
        assert_eq!(field::<SqliteFile>(text).path, Path::new(text));
        assert_eq!(field::<SqliteConnectOptions>(text).get_filename(), Path::new(text));
        let report = Field::<SqliteFile>::report(&[("DATABASE_URL", text)]).unwrap();
        assert_eq!(report.entries()[0].value(), Some(text));
        assert!(!report.to_string().contains("JavaScript"), "{report}");
    }
}

#[test]
fn may_be_in_memory() {
    let file: SqliteFile = field(":memory:");
    assert!(file.in_memory && file.shared_cache);
}

#[test]
fn is_opened_by_the_client() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("100%20.db");
    let file: SqliteFile = field(path.to_str().unwrap());
    rusqlite::Connection::open_with_flags(&file.path, file.open_flags())
        .unwrap()
        .execute_batch("create table t (x)")
        .unwrap();
    assert!(path.is_file());
}

#[test]
fn counts_where_schemes_leaves_only_sqlite() {
    #[derive(DatabaseConfig)]
    struct Schemes {
        #[database(schemes("sqlite"))]
        url: DatabaseUrl,
        #[database(schemes("sqlite"))]
        diesel: DieselUrl,
    }

    let config = Schemes::from_source(&[("DATABASE_URL", "data/my%20app.db")]).unwrap();
    assert_eq!(config.url.sqlite_path().unwrap(), Path::new("data/my%20app.db"));
    assert_eq!(config.diesel.expose_secret(), "data/my%20app.db");
}

#[test]
fn is_an_error_where_another_database_is_accepted() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code, clippy::large_enum_variant)]
    enum Store {
        Sqlite(SqliteConnectOptions),
        Postgres(PgConnectOptions),
    }

    for error in [
        Store::from_source(&[("DATABASE_URL", "app.db")]).err().unwrap(),
        Field::<DatabaseUrl>::from_source(&[("DATABASE_URL", "app.db")]).err().unwrap(),
    ] {
        assert_eq!(error.problems()[0].kind(), ProblemKind::BarePath, "{error}");
    }
    assert_eq!("app.db".parse::<DatabaseUrl>().unwrap_err().kind(), ProblemKind::BarePath);
}

#[test]
fn is_refused_if_it_may_be_something_else() {
    for text in [
        "app.db?mode=rwc",
        "./app.db#x",
        "./app.db&mode=ro",
        "https://host/app.db",
        "${DATA}/app.db",
        "$HOME/app.db",
        "/run/secrets/app.db",
        "host=h password=S3cr3tPw dbname=app.db",
        "app:S3cr3tPw@host/app.db",
        "./app:S3cr3tPw@host/app.db",
        "app_1:S3cr3tPw@host/app.db",
        "data/",
        "data",
    ] {
        let error = refused::<SqliteFile>(text);
        assert!(!error.contains("S3cr3tPw"), "{text}: {error}");
    }
}

#[test]
fn a_list_has_several() {
    #[derive(DatabaseConfig)]
    struct List {
        #[database(env = "FILES")]
        files: Vec<PathBuf>,
    }

    let files = |text: &str| List::from_source(&[("FILES", text)]).unwrap().files;
    assert_eq!(files("a.db, ./b"), [Path::new("a.db"), Path::new("./b")]);
    assert_eq!(files("a.db,sqlite://b.db"), [Path::new("a.db"), Path::new("b.db")]);
}

#[test]
fn counts_in_a_field_that_serde_reads() {
    #[derive(serde::Deserialize)]
    struct Settings {
        #[serde(with = "db_config::serde")]
        database: SqliteFile,
    }

    let settings: Settings = serde_json::from_str(r#"{ "database": "./app.db" }"#).unwrap();
    assert_eq!(settings.database.path, Path::new("./app.db"));
}
