//! Hosts, ports and sockets.

use db_config::{FromDatabaseUrl as _, ProblemKind};
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
fn a_host_key_says_what_to_write() {
    for (text, remedy) in [
        ("postgres:///d?host=h1:5432", "`port=5432`"),
        ("postgres:///d?host=[::1]", "without its brackets"),
        ("postgres:///d?host=a&host=b", "`host=a,b&port=5432,5433`"),
        ("postgres:///d?host=a&hostaddr=1.1.1.1,2.2.2.2", "as many"),
        ("postgres:///d?database=app", "`dbname`"),
    ] {
        assert!(error(text).remedy().contains(remedy), "{text}: {}", error(text));
    }
}

#[test]
fn mongodbs_sockets_may_be_relative() {
    for (text, path) in
        [("mongodb://rel%2Fmongod.sock/d", "rel/mongod.sock"), ("mongodb://mongod.sock/d", "mongod.sock")]
    {
        let options = mongodb::options::ClientOptions::from_database_url(&url(text)).unwrap();
        let socket = mongodb::options::ServerAddress::Unix { path: path.into() };
        assert_eq!((options.hosts, options.tls), (vec![socket], Some(mongodb::options::Tls::Disabled)), "{text}");
    }
    // No client does TLS over one.
    for text in ["mongodb://%2Ftmp%2Fm.sock/?tls=true", "mongodb://%2Ftmp%2Fm.sock,db.example.com/"] {
        let error = mongodb::options::ClientOptions::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::NotCarried, "{text}");
    }
}
