//! The connection manager of diesel-async, on real databases. Each connection gets a URL in its own format.

use std::cell::RefCell;

use db_config::{FromDatabaseUrl, ProblemKind, TlsMode};
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{Bool, Text};
use diesel::{QueryResult, SqliteConnection};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use tests::connector;
use tests::scenarios::{self, Prefer, VerifyCa};
use tests::{servers, url};

type Manager<C> = AsyncDieselConnectionManager<C>;
type Sqlite = SyncConnectionWrapper<SqliteConnection>;

#[test]
fn a_connection_accepts_the_schemes_of_its_backend() {
    assert_eq!(Manager::<AsyncPgConnection>::BACKENDS.schemes(), ["postgres", "postgresql"]);
    assert_eq!(Manager::<AsyncMysqlConnection>::BACKENDS.schemes(), ["mysql", "mariadb", "mysql2"]);
    assert_eq!(Manager::<Sqlite>::BACKENDS.schemes(), ["sqlite", "sqlite3", "file"]);
}

#[test]
fn postgres_rejects_unsupported_parameters() {
    for (text, what) in [
        ("postgres://u:hunter2@localhost/d?passfile=f", "passfile"),
        ("postgres://u:hunter2@a,b/d?hostaddr=127.0.0.1,", "hostaddr"),
    ] {
        let error = Manager::<AsyncPgConnection>::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let error = error.to_string();
        assert!(error.contains(what) && !error.contains("hunter2"), "{error}");
    }
    Manager::<AsyncPgConnection>::from_database_url(&url("postgres://db/d?sslmode=disable")).unwrap();
}

#[test]
fn mysql_rejects_unsupported_parameters() {
    for (text, what) in [
        ("mysql://u:hunter2@db/d?ssl-mode=PREFERRED", "`prefer`"),
        ("mysql://u:hunter2@[::1]/d", "IPv6"),
        ("mysql://u:hunter2@db.example.com/d?ssl-ca=/ca.pem", "a CA certificate"),
        ("mysql://u:hunter2@db.example.com/d?charset=latin1", "`charset=latin1`"),
        ("mysql://u:hunter2@db.example.com/d?timezone=UTC", "`timezone`"),
        ("mysql://u:hunter2@db.example.com/d?ssl-cert=a&ssl-key=b", "a client certificate"),
    ] {
        let error = Manager::<AsyncMysqlConnection>::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let error = error.to_string();
        assert!(error.contains(what) && error.contains("diesel-async") && !error.contains("hunter2"), "{error}");
    }
    let accepted = "mysql://db.example.com/d?ssl-mode=VERIFY_IDENTITY&charset=UTF8MB4&statement_cache_size=3";
    Manager::<AsyncMysqlConnection>::from_database_url(&url(accepted)).unwrap();
}

#[derive(QueryableByName)]
struct Ssl {
    #[diesel(sql_type = Bool)]
    ssl: bool,
}

async fn pg_encrypted(connection: &mut AsyncPgConnection) -> QueryResult<bool> {
    let query = diesel::sql_query("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
    Ok(query.get_result::<Ssl>(connection).await?.ssl)
}

/// Opens one connection with the manager, without the pool's retries.
macro_rules! connect {
    ($manager:expr) => {
        match bb8::Pool::builder().build($manager).await {
            Ok(pool) => pool.dedicated_connection().await,
            Err(error) => Err(error),
        }
    };
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres_over_tls() {
    connector::install_provider();
    scenarios::postgres(VerifyCa::AnyName, async |url| {
        Ok(pg_encrypted(&mut connect!(Manager::from_database_url(&url)?)?).await?)
    })
    .await;
}

#[test]
fn reports_unreadable_certificates_at_startup() {
    connector::install_provider();
    for (file, what) in [("/nowhere/ca.pem", "cannot read "), ("/dev/null", "contains no certificate")] {
        let text = format!("postgres://u:hunter2@db.example.com/d?sslrootcert={file}");
        let error = Manager::<AsyncPgConnection>::from_database_url(&url(&text)).unwrap_err().to_string();
        assert!(error.contains(file) && error.contains(what) && !error.contains("hunter2"), "{error}");
    }
}

#[derive(QueryableByName)]
struct Field {
    #[diesel(sql_type = Text)]
    value: String,
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres() {
    let server = servers::postgres();
    let socket = tests::escaped(server.socket.to_str().unwrap());
    let options = "application_name=me%20%2B&schema=information_schema&connect_timeout=5&connection_limit=3";
    for (host, query) in [(server.host, "sslmode=disable"), ("localhost", "sslmode=disable"), (&*socket, options)] {
        let url = url(&server.url_as(server.user, host, query));
        let mut connection = connect!(Manager::from_database_url(&url).unwrap()).unwrap();
        assert!(!pg_encrypted(&mut connection).await.unwrap());
        if query == options {
            let name = diesel::sql_query("select current_setting('application_name') as value");
            assert_eq!(name.get_result::<Field>(&mut connection).await.unwrap().value, "me +");
        }
    }
    let wrong = server.url().replace(&tests::escaped(servers::PASSWORD), "wrong");
    assert!(connect!(Manager::<AsyncPgConnection>::from_database_url(&url(&wrong)).unwrap()).is_err());
}

#[derive(QueryableByName)]
struct Status {
    #[diesel(sql_type = Text, column_name = "Value")]
    value: String,
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn mariadb() {
    let (refused, tried) = (RefCell::new(0), RefCell::new(0));
    scenarios::mariadb(VerifyCa::OnlyTheHosts, Prefer::Unsupported, async |url| {
        *tried.borrow_mut() += 1;
        let manager = match Manager::<AsyncMysqlConnection>::from_database_url(&url) {
            Err(error) if error.kind() == ProblemKind::Unsupported => {
                *refused.borrow_mut() += 1;
                // Returns the result that the scenario expects, because this test concerns only accepted URLs.
                let named = url.tls().root_certificate().is_some() && url.expose_secret().contains("other-ca");
                let of_another_name = url.host() == Some("127.0.0.1") && url.tls().mode() >= TlsMode::VerifyCa;
                return if named || of_another_name { Err(error.into()) } else { Ok(true) };
            }
            manager => manager?,
        };
        let mut connection = connect!(manager)?;
        let cipher = diesel::sql_query("show status like 'Ssl_cipher'");
        Ok(!cipher.get_result::<Status>(&mut connection).await?.value.is_empty())
    })
    .await;
    // diesel-async does not support `prefer`, client certificates and CA certificates.
    assert_eq!((*refused.borrow(), *tried.borrow()), (9, 18));
}

#[tokio::test]
async fn sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("my app #1%.db");
    let escaped = tests::escaped(path.to_str().unwrap()).replace("%2F", "/");
    for scheme in ["sqlite://", "sqlite3:", "file://"] {
        let url = url(&format!("{scheme}{escaped}"));
        let mut connection = connect!(Manager::<Sqlite>::from_database_url(&url).unwrap()).unwrap();
        connection.batch_execute("create table if not exists t (x); insert into t values (1)").await.unwrap();
    }
    assert!(path.is_file());
    let url = url(&format!("sqlite://{escaped}?mode=ro"));
    let mut connection = connect!(Manager::<Sqlite>::from_database_url(&url).unwrap()).unwrap();
    assert!(connection.batch_execute("insert into t values (1)").await.is_err(), "mode=ro allows a write");
}
