//! `#[database(pathname)]` names the file that JavaScript opens.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, SqliteFile, Warning, WarningKind};
use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection};
use rusqlite::Connection;
use sqlx::any::AnyConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tests::clients::connecting;
use tests::url;

#[derive(DatabaseConfig)]
#[database(pathname)]
struct Shared {
    path: PathBuf,
    file: SqliteFile,
    sqlx: SqliteConnectOptions,
    sqlx_0_8: sqlx_0_8::sqlite::SqliteConnectOptions,
    #[database(schemes("sqlite"))]
    any: AnyConnectOptions,
    #[database(schemes("sqlite"))]
    any_0_8: sqlx_0_8::any::AnyConnectOptions,
    #[database(schemes("sqlite"))]
    diesel: DieselUrl,
    #[database(schemes("sqlite"))]
    refinery: refinery::config::Config,
    #[database(schemes("sqlite"))]
    sea_orm: sea_orm::ConnectOptions,
    url: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Decoded {
    path: PathBuf,
    #[database(pathname)]
    shared: PathBuf,
}

fn insert(name: impl AsRef<Path>) {
    let connection = Connection::open(name).unwrap();
    connection.execute_batch("create table if not exists t (x); insert into t values (1)").unwrap();
}

/// Each client opens the file that JavaScript opens. A URL with a query takes another code path.
#[tokio::test]
async fn opens_javascripts_file_in_every_client() {
    sqlx::any::install_default_drivers();
    let directory = tempfile::tempdir().unwrap();
    for name in ["my%20app.db", "a%2Fb.db", "100%25.db", "caf%C3%A9%3F.db"] {
        let text = format!("sqlite://{}/{name}", directory.path().display());
        let file = directory.path().join(name);
        let Shared { path, file: flags, sqlx, sqlx_0_8, any, any_0_8, diesel, refinery, sea_orm, url } =
            Shared::from_source(&[("DATABASE_URL", &*text)]).unwrap();
        assert_eq!((&path, url.sqlite_path().unwrap()), (&file, file.clone()));
        assert_eq!(flags.path, file);
        insert(path);
        insert(flags.uri());
        let statement = "insert into t values (1)";
        {
            use sqlx::ConnectOptions as _;
            sqlx::query(statement).execute(&mut sqlx.connect().await.unwrap()).await.unwrap();
            sqlx::query(statement).execute(&mut any.connect().await.unwrap()).await.unwrap();
        }
        {
            use sqlx_0_8::ConnectOptions as _;
            sqlx_0_8::any::install_default_drivers();
            sqlx_0_8::query(statement).execute(&mut sqlx_0_8.connect().await.unwrap()).await.unwrap();
            sqlx_0_8::query(statement).execute(&mut any_0_8.connect().await.unwrap()).await.unwrap();
        }
        let mut connection = SqliteConnection::establish(diesel.expose_secret()).unwrap();
        diesel::sql_query(statement).execute(&mut connection).unwrap();
        assert!(format!("{refinery:?}").contains(&format!("{:?}", file.display().to_string())), "{refinery:?}");
        let pool = sea_orm::Database::connect(sea_orm).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&pool, statement).await.unwrap();
        pool.close().await.unwrap();

        let count: i64 =
            Connection::open(&file).unwrap().query_row("select count(*) from t", (), |row| row.get(0)).unwrap();
        assert_eq!(count, 8, "{name}");
    }
    let mut there: Vec<String> =
        directory.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    assert_eq!(there, ["100%25.db", "a%2Fb.db", "caf%C3%A9%3F.db", "my%20app.db"]);
}

#[test]
fn decoded_is_the_default() {
    let config = Decoded::from_source(&[("DATABASE_URL", "sqlite:///data/my%20app.db")]).unwrap();
    assert_eq!((config.path, config.shared), ("/data/my app.db".into(), "/data/my%20app.db".into()));
}

#[test]
fn warns_of_another_file() {
    let names_another_file = |kind: &WarningKind| matches!(kind, WarningKind::OtherFile { .. });
    for (text, files) in [
        ("sqlite:///data/my%20app.db", Some(("/data/my app.db", "/data/my%20app.db"))),
        ("sqlite:///data/my app.db", Some(("/data/my app.db", "/data/my%20app.db"))),
        ("sqlite:///data/é.db", Some(("/data/é.db", "/data/%C3%A9.db"))),
        // Relative, so JavaScript's file is always another one.
        ("file:dev.db", None),
        ("file:./my%20dev.db", None),
        ("sqlite://./app.db", None),
        ("sqlite://dir/app.db", None),
        ("sqlite:///data/app.db", None),
        ("sqlite:////data/app.db", None), // Python's, whose file is the same
        ("sqlite:///data/a/../app.db", None),
        ("sqlite:app.db", None),
        ("sqlite::memory:", None),
        ("sqlite:my%20app?mode=memory", None),
    ] {
        let expected: Vec<WarningKind> = files
            .iter()
            .map(|(path, pathname)| WarningKind::OtherFile { path: path.into(), pathname: (*pathname).to_owned() })
            .collect();
        for client in connecting(Backend::Sqlite) {
            let url = url(text);
            let mut warnings = url.warnings((client.capabilities)(&url));
            warnings.retain(names_another_file);
            assert_eq!(warnings, expected, "{}: {text}", client.name);
        }
        let mut warnings = Decoded::warnings(&[("DATABASE_URL", text)]).unwrap();
        warnings.retain(|warning| names_another_file(warning.kind()));
        // The field with the attribute opens the other file, so only the field `path` has a warning.
        let fields: Vec<&str> = warnings.iter().map(Warning::field).collect();
        assert_eq!(fields, vec!["path"; expected.len()], "{text}");
    }
}

#[test]
fn the_attribute_does_not_affect_servers() {
    #[derive(DatabaseConfig)]
    #[database(pathname)]
    struct Mixed {
        database: DatabaseUrl,
    }
    let text = "postgres://u@localhost/my%20db";
    let values = HashMap::from([("DATABASE_URL", text)]);
    assert_eq!(Mixed::from_source(&values).unwrap().database.database(), Some("my db"));
    assert!(Mixed::warnings(&values).unwrap().is_empty());
}
