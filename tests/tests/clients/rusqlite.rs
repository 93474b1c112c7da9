//! rusqlite, and other clients that accept a path.

use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, SqliteFile};
use rusqlite::Connection;

fn open(text: &str) -> rusqlite::Result<Connection> {
    let url: DatabaseUrl = text.parse().unwrap();
    let file = SqliteFile::from_database_url(&url).unwrap();
    let by_name = Connection::open(file.uri());
    let by_flags = Connection::open_with_flags(&file.path, file.open_flags());
    assert_eq!(by_name.is_ok(), by_flags.is_ok(), "{text}");
    by_flags
}

fn count(connection: &Connection) -> i64 {
    connection.query_row("select count(*) from t", (), |row| row.get(0)).unwrap()
}

#[test]
fn opens_the_file_in_the_mode_of_the_url() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a #?%é b.db");
    let escaped = tests::escaped(path.to_str().unwrap()).replace("%2F", "/");
    assert!(open(&format!("sqlite://{escaped}?mode=rw")).is_err());
    assert!(open(&format!("sqlite://{escaped}?mode=ro")).is_err());
    assert!(!path.exists());
    open(&format!("sqlite://{escaped}"))
        .unwrap()
        .execute_batch("create table t (x); insert into t values (1)")
        .unwrap();
    assert!(path.is_file());
    for query in ["", "?mode=rw", "?mode=ro", "?cache=shared", "?immutable=1", "?vfs=unix-none"] {
        let connection = open(&format!("file:{escaped}{query}")).unwrap();
        assert_eq!(count(&connection), 1, "{query}");
        let reads_only = query == "?mode=ro" || query == "?immutable=1";
        assert_eq!(connection.execute("insert into t select 1 where false", ()).is_err(), reads_only, "{query}");
    }
    assert!(open(&format!("file:{escaped}?vfs=no-such-vfs")).is_err());
}

#[test]
fn an_in_memory_database_is_shared_by_name() {
    for text in ["sqlite::memory:", "sqlite://:memory:", "file::memory:", "sqlite://?mode=memory"] {
        let file = SqliteFile::from_database_url(&text.parse().unwrap()).unwrap();
        let one = Connection::open_with_flags(&file.path, file.open_flags()).unwrap();
        let other = Connection::open(&file.path).unwrap();
        one.execute_batch("create table t (x); insert into t values (1)").unwrap();
        assert_eq!(count(&other), 1);
        assert!(
            open(text).unwrap().query_row("select * from t", (), |_| Ok(())).is_err(),
            "another URL opens the same database"
        );
    }
}

#[test]
fn an_in_memory_database_is_shared_by_path() {
    let path = PathBuf::from_database_url(&"sqlite::memory:".parse().unwrap()).unwrap();
    let (one, other) = (Connection::open(&path).unwrap(), Connection::open(&path).unwrap());
    one.execute_batch("create table t (x); insert into t values (1)").unwrap();
    assert_eq!(count(&other), 1);
}

#[test]
fn opens_a_path() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: PathBuf,
    }
    let directory = tempfile::tempdir().unwrap();
    let url = format!("file://{}/app.db", directory.path().display());
    let config = Config::from_source(&[("DATABASE_URL", url.as_str())]).unwrap();
    Connection::open(&config.database).unwrap().execute_batch("create table t (x)").unwrap();
    assert!(directory.path().join("app.db").is_file());
    let error = Config::from_source(&[("DATABASE_URL", format!("{url}?mode=ro"))]).err().unwrap();
    assert!(error.to_string().contains("SqliteFile"), "{error}");
}

/// Outside Windows, a letter and a colon are not a drive.
#[cfg(unix)]
#[test]
fn a_colon_does_not_make_a_path_absolute() {
    let file = |text: &str| SqliteFile::from_database_url(&text.parse().unwrap()).unwrap();
    assert_eq!(file("sqlite:a:b.db?mode=ro").uri(), "file:a:b.db?mode=ro");
    assert_eq!(file("sqlite:C:/app.db?immutable=1").path.to_str(), Some("file:C:/app.db?mode=rwc&immutable=1"));
}
