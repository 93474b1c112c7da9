//! Errors of SQLite's clients, on file systems that reject them.

use std::path::Path;
use std::time::Duration;

use db_config::{Connect, DatabaseUrl, DieselUrl, FromDatabaseUrl, PoolSettings, SqliteFile, WarningKind};
use diesel::connection::SimpleConnection;
use diesel::r2d2::ConnectionManager;
use diesel::{Connection, SqliteConnection};
use diesel_async::SimpleAsyncConnection;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use tests::child::{again_with_mounts, is_child};

use crate::client;
use crate::client::{Client, Encrypted, connect};
use crate::document::{self, Row};

const CREATE: &str = "create table if not exists t (x)";
/// Larger than the small disk.
const WRITE: &str = "insert into t values (randomblob(200000))";
const BOTH: &str = "create table if not exists t (x); insert into t values (randomblob(200000))";

macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident) => {
        mod $module {
            use ::{$sea_orm as sea_orm, $sqlx as sqlx};
            use sea_orm::ConnectionTrait;
            use sqlx::ConnectOptions;

            use super::*;

            pub async fn settings(url: DatabaseUrl) -> Encrypted {
                let mut connection = sqlx::sqlite::SqliteConnectOptions::from_database_url(&url)?.connect().await?;
                sqlx::query(CREATE).execute(&mut connection).await?;
                sqlx::query(WRITE).execute(&mut connection).await?;
                Ok(false)
            }

            pub async fn pool(url: DatabaseUrl) -> Encrypted {
                let pool = Connect::<sqlx::SqlitePool>::from_database_url(&url)?.connect().await?;
                sqlx::query(CREATE).execute(&pool).await?;
                sqlx::query(WRITE).execute(&pool).await?;
                Ok(false)
            }

            pub async fn any(url: DatabaseUrl) -> Encrypted {
                sqlx::any::install_default_drivers();
                let mut connection = sqlx::any::AnyConnectOptions::from_database_url(&url)?.connect().await?;
                sqlx::query(CREATE).execute(&mut connection).await?;
                sqlx::query(WRITE).execute(&mut connection).await?;
                Ok(false)
            }

            pub async fn sea_orm(url: DatabaseUrl) -> Encrypted {
                let connection = Connect::<sea_orm::DatabaseConnection>::from_database_url(&url)?.connect().await?;
                connection.execute_unprepared(CREATE).await?;
                connection.execute_unprepared(WRITE).await?;
                Ok(false)
            }
        }
    };
}

sqlx!(now, sqlx, sea_orm);
sqlx!(before, sqlx_0_8, sea_orm_1_1);

async fn diesel(url: DatabaseUrl) -> Encrypted {
    SqliteConnection::establish(DieselUrl::from_database_url(&url)?.expose_secret())?.batch_execute(BOTH)?;
    Ok(false)
}

async fn r2d2(url: DatabaseUrl) -> Encrypted {
    let blocking = move || {
        let (manager, pool) = <(ConnectionManager<SqliteConnection>, PoolSettings)>::from_database_url(&url)?;
        pool.r2d2().connection_timeout(Duration::from_secs(1)).build(manager)?.get()?.batch_execute(BOTH)?;
        Ok(false)
    };
    tokio::task::spawn_blocking(blocking).await?
}

async fn diesel_async(url: DatabaseUrl) -> Encrypted {
    let manager = AsyncDieselConnectionManager::<SyncConnectionWrapper<SqliteConnection>>::from_database_url(&url)?;
    let mut connection = bb8::Pool::builder().build(manager).await?.dedicated_connection().await?;
    SimpleAsyncConnection::batch_execute(&mut connection, BOTH).await?;
    Ok(false)
}

async fn rusqlite(url: DatabaseUrl) -> Encrypted {
    let file = SqliteFile::from_database_url(&url)?;
    ::rusqlite::Connection::open_with_flags(&file.path, file.open_flags())?.execute_batch(BOTH)?;
    Ok(false)
}

async fn refinery(url: DatabaseUrl) -> Encrypted {
    let migration = ::refinery::Migration::unapplied("V1__it", BOTH)?;
    ::refinery::Runner::new(&[migration]).run(&mut ::refinery::config::Config::from_database_url(&url)?)?;
    Ok(false)
}

const CLIENTS: &[Client] = &[
    client!("sqlx 0.9 `SqliteConnectOptions`", now::settings),
    client!("sqlx 0.8 `SqliteConnectOptions`", before::settings),
    client!("sqlx 0.9 `SqlitePool`", now::pool),
    client!("sqlx 0.8 `SqlitePool`", before::pool),
    client!("sqlx 0.9 `AnyConnectOptions`", now::any),
    client!("sqlx 0.8 `AnyConnectOptions`", before::any),
    client!("SeaORM 2", now::sea_orm),
    client!("SeaORM 1.1", before::sea_orm),
    client!("Diesel `DieselUrl`", diesel),
    client!("Diesel `ConnectionManager`", r2d2),
    client!("diesel-async", diesel_async),
    client!("rusqlite", rusqlite),
    client!("refinery", refinery),
];

/// Fills the directory, where `app.db` is a database with one row.
const MOUNTS: &str = "
    mkdir full read-only directory
    echo 'This is a letter to somebody who will wonder why no database can be read here.' >letter.txt
    cp app.db read-only.db && mount --bind read-only.db read-only.db && mount -o remount,bind,ro read-only.db
    mount -t tmpfs -o size=64k tmpfs full && cp app.db full
    mount -t tmpfs -o size=1m tmpfs read-only && cp app.db wal.db read-only && mount -o remount,bind,ro read-only";

/// The name of each fault, its help, and the file and query of its URL.
const FAULTS: &[(&str, &str, &str)] = &[
    ("missing directory", "create the directory, or mount the volume", "missing/app.db"),
    ("read-only directory, new file", "make the directory writable", "read-only/new.db"),
    (
        "read-only directory",
        "make the directory writable, or read the file with `mode=ro`, in WAL mode with `immutable=1`",
        "read-only/app.db",
    ),
    ("read-only file", "make the file writable, or read it with `mode=ro`", "read-only.db"),
    ("full disk", "free some space: the committed data is still there", "full/app.db"),
    ("directory instead of a file", "name a file in the directory", "directory"),
    ("file that is not a database", "name another file", "letter.txt"),
    ("missing file, `mode=rw`", "correct the path, or remove `mode` to create the file", "none.db?mode=rw"),
    ("missing file, `mode=ro`", "correct the path", "none.db?mode=ro"),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs to mount file systems: run ./test"]
async fn no_client_of_sqlite_loses_what_was_committed() {
    if !is_child() {
        let directory = tempfile::tempdir().unwrap();
        let new = ::rusqlite::Connection::open(directory.path().join("app.db")).unwrap();
        new.execute_batch("create table t (x); insert into t values (1)").unwrap();
        drop(new);
        let wal = ::rusqlite::Connection::open(directory.path().join("wal.db")).unwrap();
        wal.execute_batch("pragma journal_mode = wal; create table t (x)").unwrap();
        drop(wal);
        return again_with_mounts("sqlite::no_client_of_sqlite_loses_what_was_committed", directory.path(), MOUNTS);
    }
    let directory = std::env::current_dir().unwrap();
    let count = |file: &str| {
        let flags = ::rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = ::rusqlite::Connection::open_with_flags(file, flags).unwrap();
        connection.query_row("select count(*) from t", (), |row| row.get::<_, i64>(0)).unwrap()
    };
    let mut rows = Vec::new();
    for (name, help, file) in FAULTS {
        let url = format!("sqlite://{}/{file}", directory.display());
        let mut messages = Vec::new();
        // One after another, because a client could find the file locked.
        for client in CLIENTS {
            let outcome = connect([client], &url).await.remove(0).1;
            let message = outcome.error().unwrap_or_else(|| panic!("{} writes: {name}", client.name));
            messages.push((client.name, message));
        }
        rows.push(Row { error: name, help: (*help).to_owned(), messages });
    }
    for file in ["read-only/app.db", "read-only.db", "full/app.db"] {
        assert_eq!(count(file), 1, "{file}");
    }
    for never in ["missing", "none.db", "read-only/new.db"] {
        assert!(!Path::new(never).exists(), "{never} is created");
    }
    assert_eq!(std::fs::read_dir("directory").unwrap().count(), 0);
    assert!(std::fs::read_to_string("letter.txt").unwrap().starts_with("This is a letter"));
    document::compare("SQLite", &rows);
    warns_of_a_read_only_directory(&directory.join("read-only"));
}

/// At startup. SQLite reads a database in WAL mode only if it can create a file beside it, or with `immutable`.
fn warns_of_a_read_only_directory(directory: &Path) {
    let read_only = || vec![WarningKind::ReadOnlyDirectory { directory: directory.to_owned() }];
    let wal = || vec![WarningKind::WalInReadOnlyDirectory { path: directory.join("wal.db") }];
    for (file, can_be_read, expected) in [
        ("new.db", false, read_only()),
        ("app.db", true, read_only()),
        ("app.db?mode=ro", true, vec![]),
        ("wal.db", false, wal()),
        ("wal.db?mode=ro", false, wal()),
        ("wal.db?mode=ro&immutable=1", true, vec![]),
    ] {
        let url: DatabaseUrl = format!("sqlite://{}/{file}", directory.display()).parse().unwrap();
        assert_eq!(url.warnings(SqliteFile::capabilities(&url)), expected, "{file}");
        let sqlite = SqliteFile::from_database_url(&url).unwrap();
        let read = ::rusqlite::Connection::open_with_flags(&sqlite.path, sqlite.open_flags())
            .and_then(|connection| connection.query_row("select count(*) from t", (), |row| row.get::<_, i64>(0)));
        assert_eq!(read.is_ok(), can_be_read, "{file}: {read:?}");
    }
}

/// At startup, before a client opens the file.
#[test]
fn warns_of_a_missing_file_or_directory() {
    let directory = tempfile::tempdir().unwrap();
    let warnings = |file: &str| {
        let url: DatabaseUrl = format!("sqlite://{}/{file}", directory.path().display()).parse().unwrap();
        url.warnings(SqliteFile::capabilities(&url))
    };
    let missing = directory.path().join("missing");
    assert!(
        matches!(&warnings("missing/app.db")[..], [WarningKind::MissingDirectory { directory, .. }] if *directory == missing)
    );
    assert_eq!((warnings("app.db"), warnings("app.db?mode=rwc")), (vec![], vec![]));
    for mode in ["ro", "rw"] {
        let missing = WarningKind::MissingFile { path: directory.path().join("app.db") };
        assert_eq!(warnings(&format!("app.db?mode={mode}")), [missing]);
    }
    std::fs::write(directory.path().join("app.db"), "").unwrap();
    assert_eq!(warnings("app.db?mode=ro"), []);
    std::fs::create_dir(&missing).unwrap();
    assert_eq!(warnings("missing"), [WarningKind::IsDirectory { directory: missing }]);
}
