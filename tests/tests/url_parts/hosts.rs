//! Hosts, ports and sockets.

use db_config::resolved::Postgres;
use db_config::{DieselUrl, FromDatabaseUrl as _, ProblemKind};
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tests::{error, url};

#[test]
fn reads_several_hosts_and_sockets() {
    let hosts = |text: &str| -> Vec<(String, Option<u16>)> {
        url(text).hosts().iter().map(|host| (host.name().to_owned(), host.port())).collect()
    };
    assert_eq!(
        hosts("postgres://a:1,[::1]:2,%2Frun%2Fpg,d/x"),
        [("a".into(), Some(1)), ("::1".into(), Some(2)), ("/run/pg".into(), None), ("d".into(), None)]
    );
    assert_eq!(hosts("postgres://u@:5433/d?host=/run/pg"), [("/run/pg".into(), Some(5433))]);
    assert_eq!(hosts("postgres:///d?port=1,2&host=a,b"), [("a".into(), Some(1)), ("b".into(), Some(2))]);
    assert_eq!(hosts("mysql://h/d?socket=/run/mysqld/mysqld.sock"), [("/run/mysqld/mysqld.sock".into(), None)]);
    assert_eq!(hosts("mongodb://a,b:2/d"), [("a".into(), None), ("b".into(), Some(2))]);
    let url = url("postgres://name/d?hostaddr=10.0.0.1");
    assert_eq!(url.hosts()[0].address(), Some([10, 0, 0, 1].into()));
    assert_eq!(url.host(), Some("name"));
}

#[test]
fn each_of_several_hosts_has_its_own_port() {
    let ports = |text: &str| url(text).hosts().iter().map(|host| host.port()).collect::<Vec<_>>();
    assert_eq!(ports("postgres://a:1,b:2,c/d"), [Some(1), Some(2), None]);
    assert_eq!(ports("postgres:///d?host=a,b,c&port=1,2,3"), [Some(1), Some(2), Some(3)]);
    assert_eq!(ports("postgres://h1:6,h2:7/d?host=a,b"), [Some(6), Some(7)]);
    assert_eq!(ports("postgres:///d?host=a,b&port=7"), [Some(7), Some(7)]);
    assert_eq!(ports("mongodb://a:1,b:2/d"), [Some(1), Some(2)]);
}

#[test]
fn without_a_port_it_is_the_databases_own() {
    let postgres = url("postgres://u@db.example.com/d");
    assert_eq!(Postgres::resolve(&postgres).unwrap().servers[0].port, Some(5432));
    assert_eq!(PgConnectOptions::from_database_url(&postgres).unwrap().get_port(), 5432);
    assert_eq!(tokio_postgres::Config::from_database_url(&postgres).unwrap().get_ports(), [5432]);
    assert!(DieselUrl::from_database_url(&postgres).unwrap().expose_secret().contains("@db.example.com:5432/"));
    let mysql = url("mysql://u@db.example.com/d");
    assert_eq!(MySqlConnectOptions::from_database_url(&mysql).unwrap().get_port(), 3306);
    assert_eq!(mysql_async::Opts::from_database_url(&mysql).unwrap().tcp_port(), 3306);
}

#[test]
fn an_error_of_the_host_parameter_names_the_fix() {
    for (text, help) in [
        ("postgres:///d?host=h1:5432", "`port=5432`"),
        ("postgres:///d?host=[::1]", "remove the brackets"),
        ("postgres:///d?host=a&host=b", "`host=a,b&port=5432,5433`"),
        ("postgres:///d?host=a&hostaddr=1.1.1.1,2.2.2.2", "one per host"),
    ] {
        assert!(error(text).help().contains(help), "{text}: {}", error(text));
    }
}

#[cfg(unix)]
#[test]
fn mongodbs_sockets_may_be_relative() {
    for (text, path) in
        [("mongodb://rel%2Fmongod.sock/d", "rel/mongod.sock"), ("mongodb://mongod.sock/d", "mongod.sock")]
    {
        let options = mongodb::options::ClientOptions::from_database_url(&url(text)).unwrap();
        let socket = mongodb::options::ServerAddress::Unix { path: path.into() };
        assert_eq!((options.hosts, options.tls), (vec![socket], Some(mongodb::options::Tls::Disabled)), "{text}");
    }
    // No client supports TLS over a Unix socket.
    for text in ["mongodb://%2Ftmp%2Fm.sock/?tls=true", "mongodb://%2Ftmp%2Fm.sock,db.example.com/"] {
        let error = mongodb::options::ClientOptions::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{text}");
    }
}
