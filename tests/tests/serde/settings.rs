//! The options of every client, from every format.

use std::fmt::Debug;
use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, SqliteFile, TlsMode, TlsPlan};
use diesel::SqliteConnection;
use diesel::r2d2::{ConnectionManager, ManageConnection};
use diesel_async::SimpleAsyncConnection;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{MONGODB, MYSQL, POSTGRES, Settings, apps, read};

/// Asserts that the options equal those made from the URL directly, and that their `Debug` contains `part`.
#[track_caller]
fn read_as<T: FromDatabaseUrl + Debug>(url: &str, part: &str) {
    let direct = T::from_database_url(&url.parse().unwrap()).unwrap();
    read(url, |settings: T| {
        let shown = format!("{settings:?}");
        assert_eq!(shown, format!("{direct:?}"));
        assert!(shown.contains(part), "{part} in {shown}");
    });
}

#[test]
fn settings_of_every_client() {
    read_as::<PgConnectOptions>(POSTGRES, "db.example.com");
    read_as::<sqlx_0_8::postgres::PgConnectOptions>(POSTGRES, "db.example.com");
    read_as::<sqlx::mysql::MySqlConnectOptions>(MYSQL, "3307");
    read_as::<sqlx_0_8::mysql::MySqlConnectOptions>(MYSQL, "3307");
    read_as::<sqlx::sqlite::SqliteConnectOptions>("sqlite:///data/my%20app.db", "/data/my app.db");
    read_as::<sqlx_0_8::sqlite::SqliteConnectOptions>("sqlite:///data/my%20app.db", "/data/my app.db");
    read_as::<sqlx::any::AnyConnectOptions>(MYSQL, "3307");
    read_as::<sqlx_0_8::any::AnyConnectOptions>(MYSQL, "3307");
    read_as::<sea_orm::ConnectOptions>(POSTGRES, "5433");
    read_as::<sea_orm_1_1::ConnectOptions>(POSTGRES, "5433");
    read_as::<mongodb::options::ConnectionString>(MONGODB, "27018");
    read_as::<mongodb::options::ClientOptions>(MONGODB, "27018");
    read_as::<tokio_postgres::Config>(POSTGRES, "us@er");
    read_as::<deadpool_postgres::Config>(POSTGRES, "us%40er");
    read_as::<mysql_async::Opts>(MYSQL, "us@er");
    read_as::<mysql::Opts>(MYSQL, "us@er");
    read_as::<postgres::Config>(POSTGRES, "us@er");
    read_as::<refinery::config::Config>(POSTGRES, "orders");
    read_as::<PathBuf>("file:///data/my%20app.db", "/data/my app.db");
    read_as::<SqliteFile>("file:///data/my%20app.db", "/data/my app.db");
    read_as::<DatabaseUrl>(POSTGRES, "us%40er:***@");
    read_as::<TlsPlan>(POSTGRES, "Require");
    read_as::<(PgConnectOptions, PgPoolOptions)>("postgres://h.example.com/d?connection_limit=7", "max_connections: 7");
    read_as::<Box<tokio_postgres::Config>>(POSTGRES, "us@er");
}

#[test]
fn values_of_the_settings() {
    read(POSTGRES, |options: PgConnectOptions| {
        assert_eq!((options.get_host(), options.get_port()), ("db.example.com", 5433));
        assert_eq!((options.get_username(), options.get_database()), ("us@er", Some("orders")));
    });
    read(MYSQL, |opts: mysql_async::Opts| {
        assert_eq!((opts.ip_or_hostname(), opts.tcp_port()), ("db.example.com", 3307));
        assert_eq!((opts.user(), opts.pass(), opts.db_name()), (Some("us@er"), Some("p@ss"), Some("orders")));
    });
    read(POSTGRES, |config: tokio_postgres::Config| {
        assert_eq!((config.get_password(), config.get_ports()), (Some(&b"p@ss"[..]), &[5433][..]));
    });
    read(MONGODB, |options: mongodb::options::ClientOptions| {
        assert_eq!(options.credential.unwrap().password.as_deref(), Some("p@ss"));
    });
    read("mysql://u@localhost/d", |url: DieselUrl| {
        assert_eq!(url.expose_secret(), "mysql://u@127.0.0.1/d?ssl_mode=preferred");
    });
    read("sqlite:///data/my%20app.db", |path: PathBuf| assert_eq!(path, PathBuf::from("/data/my app.db")));
    read(POSTGRES, |(url, tls): (DatabaseUrl, TlsPlan)| {
        assert_eq!((url.expose_secret(), url.password(), tls.mode()), (POSTGRES, Some("p@ss"), TlsMode::Require));
    });
}

#[tokio::test]
async fn diesels_managers_open_the_file() {
    let directory = tempfile::tempdir().unwrap();
    for (number, (name, app)) in apps::<Settings<ConnectionManager<SqliteConnection>>>().into_iter().enumerate() {
        let file = directory.path().join(format!("sync {number}.db"));
        let url = format!("sqlite://{}", file.to_str().unwrap().replace(' ', "%20"));
        app(&url).unwrap().database_url.connect().unwrap();
        assert!(file.exists(), "{name}: {url}");
    }
    type Connection = SyncConnectionWrapper<SqliteConnection>;
    for (number, (name, app)) in apps::<Settings<AsyncDieselConnectionManager<Connection>>>().into_iter().enumerate() {
        let file = directory.path().join(format!("async {number}.db"));
        let url = format!("sqlite://{}", file.to_str().unwrap().replace(' ', "%20"));
        let pool = bb8::Pool::builder().build(app(&url).unwrap().database_url).await.unwrap();
        pool.get().await.unwrap().batch_execute("create table t (i integer)").await.unwrap();
        assert!(file.exists(), "{name}: {url}");
    }
}

#[derive(DatabaseConfig)]
enum Store {
    Sqlite(PathBuf),
    Postgres(Box<tokio_postgres::Config>),
}

#[test]
fn a_derived_enum_chooses_by_scheme() {
    read("sqlite:app.db", |store: Store| assert!(matches!(&store, Store::Sqlite(path) if path.ends_with("app.db"))));
    read(POSTGRES, |store: Store| {
        assert!(matches!(&store, Store::Postgres(config) if config.get_dbname() == Some("orders")));
    });
    for (name, app) in apps::<Settings<Store>>() {
        let error = app("mysql://h/d").err().unwrap().to_string();
        assert!(error.contains("expected a PostgreSQL or SQLite URL, found `mysql://`"), "{name}: {error}");
    }
}
