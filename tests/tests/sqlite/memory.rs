//! In-memory databases, and the fields that share one.

use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, SqliteFile};
use diesel::r2d2::ConnectionManager;
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
        "sqlite:///:memory:",
        "sqlite:/:memory:",
        "sqlite:////:memory:",
        "file:///:memory:",
        "sqlite://localhost/:memory:",
        "file://localhost/:memory:",
        "sqlite3://LOCALHOST/:memory:?cache=shared",
        "file://LocalHost/%3Amemory%3a",
        "sqlite:%3Amemory%3A",
        "sqlite:///%3amemory%3A?busy_timeout=500",
        "sqlite://localhost?mode=memory",
        "sqlite://localhost/?mode=MEMORY",
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
        let mut connection = SqliteConnection::establish(config.diesel.expose_secret()).unwrap();
        diesel::sql_query(insert).execute(&mut connection).unwrap_or_else(|error| panic!("{text}: Diesel: {error}"));
        // A field keeps the URL, and the application opens it later.
        let later = SqliteFile::from_database_url(&config.url).unwrap();
        open(&later).execute_batch(insert).unwrap_or_else(|error| panic!("{text}: later: {error}"));
        assert_eq!(count(&first), Ok(7), "{text}");

        assert!(count(&open(&config.other)).is_err(), "{text}: another variable shares it");
        assert!(count(&open(&load(text).file)).is_err(), "{text}: another load shares it");
    }
}

/// The pools open more than one connection, for each spelling of an in-memory database.
#[tokio::test]
async fn every_connection_of_a_pool_sees_the_same_database() {
    use sea_orm::ConnectionTrait as _;
    #[derive(DatabaseConfig)]
    struct Pools {
        #[database(max_connections = 2)]
        sea_orm: sea_orm::ConnectOptions,
        #[database(max_connections = 2)]
        sea_orm_1_1: sea_orm_1_1::ConnectOptions,
        diesel: ConnectionManager<SqliteConnection>,
    }
    for text in ["sqlite://localhost/:memory:", "file://localhost/:memory:", "sqlite:///%3Amemory%3A"] {
        let Pools { sea_orm, sea_orm_1_1, diesel } = Pools::from_source(&[("DATABASE_URL", text)]).unwrap();
        let insert = "insert into t values (1)";
        let connection = sea_orm::Database::connect(sea_orm).await.unwrap();
        let old = sea_orm_1_1::Database::connect(sea_orm_1_1).await.unwrap();
        let pool = diesel::r2d2::Pool::builder().max_size(2).build(diesel).unwrap();
        connection.execute_unprepared("create table t (x)").await.unwrap();
        let (mut one, mut other) = (pool.get().unwrap(), pool.get().unwrap());
        for connection in [&mut one, &mut other] {
            diesel::sql_query(insert).execute(connection).unwrap_or_else(|error| panic!("{text}: Diesel: {error}"));
        }
        {
            use sea_orm_1_1::{ConnectionTrait as _, TransactionTrait as _};
            old.execute_unprepared(insert).await.unwrap();
            // A transaction keeps its connection, so the next statement needs another one.
            let transaction = old.begin().await.unwrap();
            old.execute_unprepared("select count(*) from t").await.unwrap_or_else(|error| panic!("{text}: {error}"));
            transaction.rollback().await.unwrap();
        }
        let inserted = connection.execute_unprepared("update t set x = 2").await.unwrap();
        assert_eq!(inserted.rows_affected(), 3, "{text}");
    }
}

/// For an in-memory database too, `pathname` is the one of JavaScript.
#[test]
fn the_pathname_of_a_database_in_memory_is_javascripts() {
    for (text, pathname) in [
        ("sqlite://localhost/:memory:", "/:memory:"),
        ("file://localhost/:memory:", "/:memory:"),
        ("sqlite:///:memory:", "/:memory:"),
        ("sqlite::memory:", ":memory:"),
        ("file::memory:", "/:memory:"),
        ("sqlite:///%3Amemory%3A", "/%3Amemory%3A"),
    ] {
        let url: DatabaseUrl = text.parse().unwrap();
        assert_eq!(url.pathname(), pathname, "{text}");
        assert_eq!(url.sqlite_path().unwrap().to_str(), Some(":memory:"), "{text}");
        assert_eq!(url.warnings(SqliteFile::capabilities(&url)), [], "{text}");
    }
    // These URLs name a file, either in a directory or with another name.
    for (text, path) in [
        ("sqlite:./:memory:", "./:memory:"),
        ("sqlite:///data/:memory:", "/data/:memory:"),
        ("sqlite://localhost/data/:memory:", "/data/:memory:"),
        ("sqlite:///:memory:x", "/:memory:x"),
        ("sqlite://localhost/:MEMORY:", "/:MEMORY:"),
    ] {
        assert_eq!(text.parse::<DatabaseUrl>().unwrap().sqlite_path().unwrap().to_str(), Some(path), "{text}");
    }
}

#[test]
fn a_default_in_memory_compiles() {
    #[derive(DatabaseConfig)]
    struct Defaults {
        #[database(env = "A_URL", default = "file://localhost/:memory:")]
        a: SqliteFile,
        #[database(env = "B_URL", default = "file://%3Amemory%3A")]
        b: SqliteFile,
        #[database(env = "C_URL", default = "sqlite://:memory%3A")]
        c: SqliteFile,
    }
    let Defaults { a, b, c } = Defaults::from_source(&[("X", "")]).unwrap();
    assert!(a.in_memory && b.in_memory && c.in_memory);
}

/// sqlx adds the `mode` parameter to the name of the database.
#[tokio::test]
async fn a_parameter_for_the_file_makes_no_other_database() {
    #[derive(DatabaseConfig)]
    struct Pair {
        file: SqliteFile,
        sqlx: SqliteConnectOptions,
    }
    use sqlx::ConnectOptions as _;
    for text in ["sqlite::memory:?vfs=unix", "sqlite::memory:?immutable=1"] {
        let error = Pair::from_source(&[("DATABASE_URL", text)]).err().unwrap();
        assert_eq!(error.problems()[0].kind(), ProblemKind::Contradiction, "{error}");
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
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("url");
    std::fs::write(&file, "sqlite::memory:\n").unwrap();
    let from_file = Defaulted::from_source(&[("DATABASE_URL_FILE", file.to_str().unwrap())]).unwrap();
    assert_eq!((&from_file.one, &from_file.one), (&from_file.other, &from_file.elsewhere));
}

#[test]
fn fields_with_the_same_name_share_a_database() {
    let config = load("file:named?mode=memory");
    assert_eq!(config.file, config.other);
}
