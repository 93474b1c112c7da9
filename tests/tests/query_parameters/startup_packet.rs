//! Values in PostgreSQL's startup packet, and NUL, which no database supports.

use db_config::resolved::Postgres;
use db_config::{FromDatabaseUrl, ProblemKind};
use tests::clients::connecting;
use tests::{error, url};

#[test]
fn a_nul_reaches_no_client() {
    for text in [
        "postgres://u@h/d?application_name=a%00b",
        "postgres://u@h/d?fallback_application_name=a%00b",
        "postgres://u@h/d?options=-c%20a=b%00",
        "postgres://u@h/d?options[a]=b%00",
        "postgres://u@h/d?options[a%00]=b",
        "postgres://u@h/d?search_path=a%00",
        "postgres://u@h/d?schema=a%00",
        "postgres://u@h/d?password=a%00",
        "postgres://u@h/d?dbname=a%00",
        "postgres://u%00@h/d",
        "postgres://u:p%00@h/d",
        "postgres://u@h/d%00",
        "mysql://u@h/d?socket=/a%00",
        "mysql://u@h/d%00",
        "mongodb://u@h/d?appName=a%00",
        "sqlite:app.db?vfs=a%00",
    ] {
        assert_eq!(error(text).kind(), ProblemKind::Nul, "{text}");
    }
    assert!(url("sqlite:app%00.db").sqlite_path().is_err_and(|error| error.kind() == ProblemKind::Nul));
}

#[test]
fn an_option_has_a_plain_name() {
    for name in
        ["", "a%20b", "a;b", "a%0Bb", "a%0Ab", "%C3%A9", "a]b", "a[b", "a-b", "a'b", "a\"b", "a,b", "a=b", "a%5Cb"]
    {
        let name = name.replace('=', "%3D");
        let url = url(&format!("postgres://u@h.example.com/d?options[{name}]=x"));
        let mut checked = 0;
        for client in connecting(url.backend()) {
            let error = (client.show)(&url).expect_err(client.name);
            assert_eq!(error.kind(), ProblemKind::InvalidValue, "{}: {name}: {error}", client.name);
            checked += 1;
        }
        assert!(checked >= 6, "{checked}");
    }
}

/// PostgreSQL splits `options` at every character for which C's `isspace` is true.
const SPACES: [&str; 6] = ["%20", "%09", "%0A", "%0B", "%0C", "%0D"];

#[test]
fn a_value_stays_one_option() {
    for space in SPACES {
        for key in ["search_path", "options[search_path]", "schema"] {
            let text = format!("postgres://u@h.example.com/d?{key}=a{space}-cstatement_timeout%3D5");
            let url = url(&text);
            let options = Postgres::resolve(&url).unwrap().session.startup_options().unwrap();
            let mut characters = options.strip_prefix("-c search_path=").unwrap().chars().peekable();
            while let Some(c) = characters.next() {
                match c {
                    '\\' => drop(characters.next()),
                    c => assert!(!c.is_whitespace(), "{text}: {options:?}"),
                }
            }
        }
    }
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_value_stays_one_option_on_a_server() {
    let server = tests::servers::postgres();
    for space in SPACES {
        let query = format!("sslmode=disable&schema=a{space}-cstatement_timeout%3D5");
        let url = url(&server.url_as(server.user, server.host, &query));
        let config = tokio_postgres::Config::from_database_url(&url).unwrap();
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let row = client.query_one("select current_setting('search_path'), current_setting('statement_timeout')", &[]);
        let row = row.await.unwrap();
        let (path, timeout): (&str, &str) = (row.get(0), row.get(1));
        assert!(path.ends_with("-cstatement_timeout=5\"") && timeout == "0", "{space}: {path:?}, {timeout}");
    }
}
