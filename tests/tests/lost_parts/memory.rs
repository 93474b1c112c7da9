//! Databases in memory: which fields share one.

use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, SqliteFile};
use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection};
use rusqlite::Connection;
use sqlx::any::AnyConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

#[derive(DatabaseConfig)]
struct Config {
    file: SqliteFile,
    path: PathBuf,
    sqlx: SqliteConnectOptions,
    sqlx_0_8: sqlx_0_8::sqlite::SqliteConnectOptions,
    #[database(schemes("sqlite"))]
    any: AnyConnectOptions,
    #[database(schemes("sqlite"))]
    diesel: DieselUrl,
    #[database(env("NO_URL", "DATABASE_URL"), schemes("sqlite"))]
    url: DatabaseUrl,
    #[database(env = "OTHER_URL")]
    other: SqliteFile,
}

fn load(text: &str) -> Config {
    Config::from_source(&[("DATABASE_URL", text), ("OTHER_URL", text)]).unwrap_or_else(|error| panic!("{error}"))
}

fn open(file: &SqliteFile) -> Connection {
    Connection::open_with_flags(&file.path, file.open_flags()).unwrap()
}

fn count(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("select count(*) from t", (), |row| row.get(0))
}

#[tokio::test]
async fn all_fields_of_a_variable_share_one_database() {
    use sqlx::ConnectOptions as _;
    sqlx::any::install_default_drivers();
    for text in [
        "sqlite::memory:",
        "sqlite://:memory:",
        "file::memory:",
        "sqlite://?mode=memory",
        "sqlite::memory:?cache=shared",
    ] {
        let config = load(text);
        let first = open(&config.file);
        first.execute_batch("create table t (x)").unwrap();
        let insert = "insert into t values (1)";

        Connection::open(&config.path).unwrap().execute_batch(insert).unwrap_or_else(|error| panic!("{text}: {error}"));
        let pool = SqlitePoolOptions::new().min_connections(2).connect_with(config.sqlx).await.unwrap();
        let (mut one, mut two) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
        for connection in [&mut one, &mut two] {
            sqlx::query(insert).execute(&mut **connection).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        }
        {
            use sqlx_0_8::ConnectOptions as _;
            let mut connection = config.sqlx_0_8.connect().await.unwrap();
            let inserted = sqlx_0_8::query(insert).execute(&mut connection).await;
            inserted.unwrap_or_else(|error| panic!("{text}: sqlx 0.8: {error}"));
        }
        let mut connection = config.any.connect().await.unwrap();
        sqlx::query(insert).execute(&mut connection).await.unwrap_or_else(|error| panic!("{text}: any: {error}"));
        let mut connection = SqliteConnection::establish(config.diesel.expose()).unwrap();
        diesel::sql_query(insert).execute(&mut connection).unwrap_or_else(|error| panic!("{text}: Diesel: {error}"));
        // From the URL that a field keeps, later.
        let later = SqliteFile::from_database_url(&config.url).unwrap();
        open(&later).execute_batch(insert).unwrap_or_else(|error| panic!("{text}: later: {error}"));
        assert_eq!(count(&first), Ok(7), "{text}");

        assert!(count(&open(&config.other)).is_err(), "{text}: another variable shares it");
        assert!(count(&open(&load(text).file)).is_err(), "{text}: another load shares it");
    }
}

/// sqlx adds the mode to the name of what it opens.
#[tokio::test]
async fn a_key_for_the_file_makes_no_other_database() {
    #[derive(DatabaseConfig)]
    struct Pair {
        file: SqliteFile,
        sqlx: SqliteConnectOptions,
    }
    use sqlx::ConnectOptions as _;
    for text in ["sqlite::memory:?vfs=unix", "sqlite::memory:?immutable=1"] {
        let error = Pair::from_source(&[("DATABASE_URL", text)]).err().unwrap();
        assert_eq!(error.problems()[0].kind(), ProblemKind::Conflict, "{error}");
    }
    let Pair { file, sqlx } =
        Pair::from_source(&[("DATABASE_URL", "sqlite::memory:?busy_timeout=500&immutable=0")]).unwrap();
    let first = open(&file);
    first.execute_batch("create table t (x)").unwrap();
    sqlx::query("insert into t values (1)").execute(&mut sqlx.connect().await.unwrap()).await.unwrap();
    assert_eq!(count(&first), Ok(1));
}

#[test]
fn the_variable_counts_and_not_its_place() {
    #[derive(DatabaseConfig)]
    #[database(default = "sqlite::memory:")]
    struct Defaulted {
        one: SqliteFile,
        other: SqliteFile,
        #[database(env("NO_URL", "DATABASE_URL"), default = "sqlite::memory:")]
        elsewhere: SqliteFile,
    }
    let config = Defaulted::from_source(&[("X", "")]).unwrap();
    assert_eq!(config.one, config.other);
    assert_ne!(config.one, Defaulted::from_source(&[("X", "")]).unwrap().one);
    let set = Defaulted::from_source(&[("DATABASE_URL", "sqlite::memory:")]).unwrap();
    assert_eq!((&set.one, &set.one), (&set.other, &set.elsewhere));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, "sqlite::memory:\n").unwrap();
    let from_file = Defaulted::from_source(&[("DATABASE_URL_FILE", file.to_str().unwrap())]).unwrap();
    assert_eq!((&from_file.one, &from_file.one), (&from_file.other, &from_file.elsewhere));
}

#[test]
fn a_name_is_shared_by_all_who_know_it() {
    let config = load("file:named?mode=memory");
    assert_eq!(config.file, config.other);
}
