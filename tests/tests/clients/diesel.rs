//! Diesel 2 on real databases.

use std::fmt::Display;

use db_config::{DieselUrl, FromDatabaseUrl};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, ManageConnection, Pool};
use diesel::sql_types::Text;
use tests::url;

fn establish_text(text: &str) -> String {
    DieselUrl::from_database_url(&url(text)).unwrap().expose_secret().to_owned()
}

#[derive(QueryableByName)]
#[cfg_attr(not(any(feature = "libpq", feature = "libmysqlclient")), allow(dead_code))]
struct Row {
    #[diesel(sql_type = Text)]
    value: String,
}

#[test]
fn each_connection_gets_its_own_format() {
    for (text, expected) in [
        ("sqlite:///data/app.db", "/data/app.db"),
        ("sqlite:////data/app.db", "/data/app.db"),
        ("file:dev.db", "dev.db"),
        ("sqlite:a%20b#.db".trim_end_matches("#.db"), "a b"),
        ("sqlite:app.db?mode=ro", "file:app.db?mode=ro"),
        (
            "postgresql://us%40er:p%40ss@h:1/d?sslmode=require&schema=s&keepalives_retries=3",
            "postgres://us%40er:p%40ss@h:1/d?sslmode=require&options=-c%20search_path%3Ds&keepalives_count=3",
        ),
        (
            "postgres://u:p@a:1,[::1],c/d?target_session_attrs=read-write",
            "postgres://u:p@a:1,[::1]:5432,c:5432/d?sslmode=prefer&target_session_attrs=read-write",
        ),
        ("postgres://u@%2Frun%2Fpg/d", "postgres://u@%2Frun%2Fpg:5432/d?sslmode=disable"),
        (
            "mariadb://u:p%2F@db.example.com:1/d?sslaccept=strict",
            "mysql://u:p%2F@db.example.com:1/d?ssl_mode=verify_identity",
        ),
        ("mysql://u@localhost/d", "mysql://u@127.0.0.1/d?ssl_mode=preferred"),
        ("mysql://u@LocalHost/d", "mysql://u@127.0.0.1/d?ssl_mode=preferred"),
        ("mysql://u@h/d?socket=/run/m.sock", "mysql://u@localhost/d?unix_socket=%2Frun%2Fm.sock&ssl_mode=disabled"),
    ] {
        assert_eq!(establish_text(text), expected, "{text}");
    }
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, what) in [
        ("mysql://a,b/d", "several hosts"),
        ("mysql://h/my%20db", "name that needs percent-encoding"),
        ("mysql://localhost/d?ssl-mode=VERIFY_IDENTITY", "localhost"),
        ("mysql://LocalHost/d?ssl-mode=VERIFY_IDENTITY", "localhost"),
        ("mysql://h/d?charset=latin1", "charset"),
    ] {
        let error = DieselUrl::from_database_url(&url(text)).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn shows_no_secret() {
    let diesel = DieselUrl::from_database_url(&url("postgres://u:hunter2@h/d")).unwrap();
    assert!(!format!("{diesel:?}").contains("hunter2"));
    assert!(diesel.expose_secret().contains("hunter2"));
}

#[test]
fn sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("my app #é%.db");
    let escaped = tests::escaped(path.to_str().unwrap()).replace("%2F", "/");
    for scheme in ["sqlite://", "sqlite:", "sqlite3://", "file://", "file:"] {
        let target = DieselUrl::from_database_url(&url(&format!("{scheme}{escaped}"))).unwrap();
        let mut connection = SqliteConnection::establish(target.expose_secret()).unwrap();
        connection.batch_execute("create table if not exists t (x); insert into t values (1)").unwrap();
    }
    assert!(path.is_file());
    let manager =
        ConnectionManager::<SqliteConnection>::from_database_url(&url(&format!("sqlite://{escaped}?mode=ro"))).unwrap();
    let mut connection = manager.connect().unwrap();
    let row: Row =
        diesel::sql_query("select cast(count(*) as text) as value from t").get_result(&mut connection).unwrap();
    assert_eq!(row.value, "5");
    assert!(connection.batch_execute("insert into t values (1)").is_err(), "mode=ro allows a write");
    let missing = url(&format!("sqlite://{}/no.db?mode=rw", directory.path().display()));
    assert!(ConnectionManager::<SqliteConnection>::from_database_url(&missing).unwrap().connect().is_err());
    assert!(!directory.path().join("no.db").exists());
}

#[test]
fn sqlite_in_memory_is_one_database_for_a_pool() {
    for text in ["sqlite::memory:", "sqlite://:memory:", "file::memory:", "sqlite://?mode=memory"] {
        let manager = ConnectionManager::<SqliteConnection>::from_database_url(&url(text)).unwrap();
        let pool = Pool::builder().max_size(2).build(manager).unwrap();
        let (mut one, mut other) = (pool.get().unwrap(), pool.get().unwrap());
        one.batch_execute("create table t (x)").unwrap();
        other.batch_execute("insert into t values (1)").unwrap();
    }
    assert!(!std::path::Path::new("file:").exists());
}

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
#[tokio::test]
async fn postgres() {
    #[cfg(not(feature = "libpq"))]
    tests::left_out("a test of Diesel, as there is no libpq: run ./test");
    #[cfg(feature = "libpq")]
    tests::scenarios::postgres(tests::scenarios::VerifyCa::AnyName, async |url| {
        let mut connection = ConnectionManager::<PgConnection>::from_database_url(&url)?.connect()?;
        let ssl = "select ssl::text as value from pg_stat_ssl where pid = pg_backend_pid()";
        let row: Row = diesel::sql_query(ssl).get_result(&mut connection)?;
        Ok(row.value == "true")
    })
    .await;
}

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
#[test]
fn the_session_has_the_options_of_the_url() {
    #[cfg(not(feature = "libpq"))]
    tests::left_out("a test of Diesel, as there is no libpq: run ./test");
    #[cfg(feature = "libpq")]
    {
        let server = tests::servers::postgres();
        let query = "schema=information_schema&application_name=me%20%2B&statement_timeout=4321&connect_timeout=5&prepared_statements=false";
        let target = DieselUrl::from_database_url(&url(&server.url_as(server.user, server.host, query))).unwrap();
        let mut connection = PgConnection::establish(target.expose_secret()).unwrap();
        for (name, value) in
            [("search_path", "information_schema"), ("application_name", "me +"), ("statement_timeout", "4321ms")]
        {
            let row: Row = diesel::sql_query(format!("select current_setting('{name}') as value"))
                .get_result(&mut connection)
                .unwrap();
            assert_eq!(row.value, value);
        }
    }
}

/// MariaDB's Connector/C does not support `ssl_mode`, so over TCP Diesel uses the library's own default.
#[cfg_attr(not(feature = "libmysqlclient"), ignore = "needs a MySQL client library: run ./test")]
#[cfg_attr(feature = "libmysqlclient", ignore = "needs MariaDB: run ./test")]
#[test]
fn mariadb() {
    #[cfg(not(feature = "libmysqlclient"))]
    tests::left_out("a test of Diesel, as there is no MySQL client library: run ./test");
    #[cfg(feature = "libmysqlclient")]
    {
        let server = tests::servers::mariadb();
        let socket = tests::escaped(server.socket.to_str().unwrap());
        for text in [
            server.url(),
            server.url_as(server.user, "localhost", "sslmode=disable"),
            server.url_as(server.user, "ignored", &format!("socket={socket}")),
        ] {
            let manager = ConnectionManager::<MysqlConnection>::from_database_url(&url(&text)).unwrap();
            let mut connection = manager.connect().unwrap();
            let row: Row = diesel::sql_query("select database() as value").get_result(&mut connection).unwrap();
            assert_eq!(row.value, "app");
        }
        let wrong = server.url().replace(&tests::escaped(server.password), "wrong");
        assert!(MysqlConnection::establish(&establish_text(&wrong)).is_err());
    }
}

/// Causes a compile error if the type implements `Display`.
trait NotDisplayed<A> {
    fn ok() {}
}

impl<T> NotDisplayed<()> for T {}

impl<T: Display> NotDisplayed<u8> for T {}

#[test]
fn only_expose_secret_returns_the_url() {
    <DieselUrl as NotDisplayed<_>>::ok();
    let url = url("postgres://u:hunter2@localhost/d?options=-c%20x.token%3Dhunter2");
    let diesel = DieselUrl::from_database_url(&url).unwrap();
    assert!(diesel.expose_secret().starts_with("postgres://u:hunter2@localhost:5432/d?"), "{}", diesel.expose_secret());
    assert!(!format!("{diesel:?}").contains(":hunter2@"), "{diesel:?}");
}
