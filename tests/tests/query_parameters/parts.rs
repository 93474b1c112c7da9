//! Parts of a URL as query parameters: the user, the password, the database and the server.

use db_config::ProblemKind;
use tests::clients::connecting;
use tests::{error, url};

#[test]
fn mysql_accepts_its_parts_as_parameters() {
    for (text, host, port, login) in [
        ("mysql://h/d?user=u&password=x", "h", None, (Some("u"), Some("x"), Some("d"))),
        ("mysql://h/d?username=u&passwd=x", "h", None, (Some("u"), Some("x"), Some("d"))),
        ("mysql://root@localhost?database=test", "localhost", None, (Some("root"), None, Some("test"))),
        ("mysql://root@localhost/?dbname=test", "localhost", None, (Some("root"), None, Some("test"))),
        ("mariadb://root@h:3307/?db=test", "h", Some(3307), (Some("root"), None, Some("test"))),
        ("mysql:///d?host=h&port=3307&user=u", "h", Some(3307), (Some("u"), None, Some("d"))),
        ("mysql://u@h/d?user=u&database=d&host=H", "h", None, (Some("u"), None, Some("d"))),
    ] {
        let url = url(text);
        assert_eq!((url.username(), url.password(), url.database()), login, "{text}");
        let (shown, port_of_url) = (url.host().map(str::to_ascii_lowercase), url.port());
        assert_eq!((shown.as_deref(), port_of_url), (Some(host), port), "{text}");
        assert!(!url.redacted().contains("=x"), "{}", url.redacted());
        for client in connecting(url.backend()) {
            (client.show)(&url).unwrap_or_else(|error| panic!("{}: {text}: {error}", client.name));
        }
    }
}

/// The drivers disagree on which one counts, so another server, user or database is possible.
#[test]
fn a_part_and_its_parameter_never_differ() {
    for (text, name) in [
        ("mysql://u@h/d?user=v", "user"),
        ("mysql://u:hunter2@h/d?password=hunter3", "password"),
        ("mysql://u@h/d?database=e", "database"),
        ("mysql://u@h/d?host=i", "host"),
        ("mysql://u@h:3306/d?port=3307", "port"),
        ("postgres://u@h/d?database=e", "database"),
        ("postgres://u@h/d?username=v", "username"),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::Contradiction, "{text}: {error}");
        assert!(error.message().starts_with(&format!("`{name}` contradicts the ")), "{error}");
        assert!(!format!("{error:#} {error:?}").contains("hunter"), "{error:?}");
    }
    // libpq's own parameters override the parts.
    let url = url("postgres://u@h/d?user=v&dbname=e&host=i");
    assert_eq!((url.username(), url.database(), url.host()), (Some("v"), Some("e"), Some("i")));
}

#[test]
fn postgres_accepts_the_database_and_the_socket_of_other_drivers() {
    assert_eq!(url("postgres://u@h?database=d").database(), Some("d"));
    for name in ["socket", "unix_socket", "unix_sock", "unixSocket", "socketPath", "socket_dir"] {
        let text = format!("postgres:///foo?{name}=/var/run/postgresql");
        let url = url(&text);
        assert_eq!(url.host(), Some("/var/run/postgresql"), "{text}");
        assert!(url.hosts()[0].is_socket(), "{text}");
        let error = error(&format!("postgres:///foo?{name}=run/postgresql"));
        assert_eq!(error.kind(), ProblemKind::InvalidValue, "{error}");
    }
    for name in ["socket", "unix_socket", "unix_sock", "unixSocket", "socketPath", "localSocket"] {
        let url = url(&format!("mysql://u@localhost/d?{name}=/run/mysqld.sock"));
        assert_eq!(url.host(), Some("/run/mysqld.sock"));
    }
    assert_eq!(error("postgres:///d?host=/a&socket=/b").kind(), ProblemKind::Contradiction);
}
