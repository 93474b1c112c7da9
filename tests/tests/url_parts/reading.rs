//! What `DatabaseUrl` reads, refuses and shows.

use db_config::{Backend, DatabaseUrl, ProblemKind};
use tests::{error, url};

#[test]
fn reads_every_scheme_in_any_case() {
    for (text, scheme, backend) in [
        ("postgres://h/d", "postgres", Backend::Postgres),
        ("POSTGRESQL://h/d", "postgresql", Backend::Postgres),
        ("mysql://h/d", "mysql", Backend::MySql),
        ("MariaDB://h/d", "mariadb", Backend::MySql),
        ("mysql2://h/d", "mysql2", Backend::MySql),
        ("sqlite:d.db", "sqlite", Backend::Sqlite),
        ("sqlite3:d.db", "sqlite3", Backend::Sqlite),
        ("file:d.db", "file", Backend::Sqlite),
        ("mongodb://h/d", "mongodb", Backend::MongoDb),
        ("mongodb+srv://h.example.com/d", "mongodb+srv", Backend::MongoDb),
    ] {
        assert_eq!((url(text).scheme(), url(text).backend()), (scheme, backend), "{text}");
    }
}

#[test]
fn decodes_every_part() {
    let url = url(
        "postgres://us%40er:p%40ss%2F%23%3A@[2001:db8::1]:5433/my%2Fdb?application_name=a%20b+c&options=-c%20x%3D1",
    );
    assert_eq!(url.username(), Some("us@er"));
    assert_eq!(url.password(), Some("p@ss/#:"));
    assert_eq!((url.host(), url.port()), (Some("2001:db8::1"), Some(5433)));
    assert_eq!(url.database(), Some("my/db"));
    let pairs: Vec<_> = url.query_pairs().collect();
    assert_eq!(pairs, [("application_name", "a b+c"), ("options", "-c x=1")]);
}

#[test]
fn knows_what_is_left_out() {
    for text in ["postgres://", "postgres:///", "postgres://@/", "postgres://:@"] {
        let url = url(text);
        assert_eq!((url.username(), url.host(), url.port(), url.database()), (None, None, None, None), "{text}");
    }
    assert_eq!(url("postgres://u:@h/").password(), Some(""));
    assert_eq!(url("postgres://:p@h/").password(), Some("p"));
    assert_eq!(url("postgres://:p@h/").username(), None);
    assert_eq!(url("postgres://h:/d").port(), None);
}

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
fn names_every_fault() {
    use ProblemKind::*;
    for (text, kind) in [
        ("", Empty),
        (" postgres://h/d", Blank),
        ("postgres://h/d\n", Blank),
        ("postgres://h/a b", Blank),
        ("sqlite:a\tb.db", Blank),
        ("\"postgres://h/d\"", Quoted),
        ("'postgres://h/d'", Quoted),
        ("\u{feff}postgres://h/d", Blank),
        ("postgres://h/d\u{a0}", Blank),
        ("“postgres://h/d”", Quoted),
        ("$DATABASE_URL", Placeholder),
        ("$database_url", Placeholder),
        ("%DATABASE_URL%", Placeholder),
        ("postgres://u:[your-password]@h/d", Placeholder),
        ("postgres://u:[YOUR PASSWORD]@h/d", Placeholder),
        ("postgres://u:{password}@h/d", Placeholder),
        ("${DATABASE_URL}", Placeholder),
        ("$${DATABASE_URL}", Placeholder),
        ("${{Postgres.DATABASE_URL}}", Placeholder),
        ("{{ database_url }}", Placeholder),
        ("postgres://u:<password>@h/d", Placeholder),
        ("postgres://u:[YOUR-PASSWORD]@h/d", Placeholder),
        ("postgres://u:$PASSWORD@h/d", Placeholder),
        ("postgres://h/d?sslmode=verify-full&sslrootcert=$HOME/root.crt", Placeholder),
        ("DATABASE_URL=postgres://h/d", ShellLine),
        ("export DATABASE_URL=postgres://h/d", ShellLine),
        ("psql 'postgres://h/d'", ShellLine),
        ("postgres://a/d,postgres://b/d", SeveralUrls),
        ("db/app.sqlite3", BarePath),
        ("/data/app.db", BarePath),
        ("C:\\data\\app.db", BarePath),
        ("app", NoScheme),
        ("user:password@host/db", NoScheme),
        ("localhost:5432/db", NoScheme),
        ("postgres//u:p@h/d", NoAuthority),
        ("postgres:h/d", NoAuthority),
        ("host=h dbname=d", KeywordValue),
        ("Server=h;Database=d;", Ado),
        ("SERVER=h:3306;UID=u;PWD=x;", Ado),
        ("u:password@host/db", NoScheme),
        ("jdbc:postgresql://h/d", Jdbc),
        ("root:pw@tcp(127.0.0.1:3306)/d", GoDsn),
        ("mysql://root@tcp(127.0.0.1:3306)/d", GoDsn),
        ("redis://h", UnknownScheme),
        ("postgres://u:p@ss@h/d", RawCharacter('@')),
        ("mongodb://u:p:ss@h/d", RawCharacter(':')),
        ("postgres://u:p/ss@h/d", RawCharacter('/')),
        ("postgres://u:12/ss@h/d", RawCharacter('/')),
        ("postgres://u:p?ss@h/d", RawCharacter('?')),
        ("postgres://u:12?ss@h/d", RawCharacter('?')),
        ("postgres://u:12?ss=1@h/d", RawCharacter('?')),
        ("postgres://u:p#ss@h/d", RawCharacter('#')),
        ("postgres://u:12#ss@h/d", RawCharacter('#')),
        ("postgres://u:50%off@h/d", RawCharacter('%')),
        ("postgres://h/50%off", Escape),
        ("postgres://h/%ff", Escape),
        ("postgres://u:a%00b@h/d", Nul),
        ("postgres://h/d#x", Fragment),
        ("sqlite:///app#1.db", Fragment),
        ("postgres://[::1/d", Host),
        ("postgres://[]/d", Host),
        ("postgres://[::1]z/d", Host),
        ("postgres://[::zz]/d", Host),
        ("postgres://a<b/d", Host),
        ("postgres://evil.com%2Cx.localhost/d", Host),
        ("postgres://evil.com%2F.flycast/d", Host),
        ("postgres://evil.com%0a.flycast/d", Host),
        ("postgres://%40abstract/d", Host),
        ("postgres:///d?host=a%40b", Host),
        ("mongodb:///d", NoHost),
        ("mongodb://a,/d", NoHost),
        ("mongodb://:27017/d", NoHost),
        ("mongodb+srv://h.example.com:1/d", SrvHost),
        ("mongodb+srv://a.example.com,b.example.com/d", SrvHost),
        ("postgres://2001:db8::1/d", BareIpv6),
        ("postgres://h:0/d", Port),
        ("postgres://h:65536/d", Port),
        ("postgres://h:99999999999999999999/d", Port),
        ("postgres://h:port/d", Port),
        ("postgres://h/d?key", KeyWithoutValue),
        ("postgres://h/d?schema=a?sslmode=require", SecondQuestionMark),
        ("postgres://h/d?shcema=a", UnknownKey),
        ("postgres://h/d?sslmdoe=require", UnknownTlsKey),
        ("postgres://h/d?connect_timeout=soon", Value),
        ("postgres://h/d?sslmode=maybe", Value),
        ("postgres://h/d?sslcert=a.pem", Value),
        ("postgres://h/d?sslidentity=a.p12&sslcert=a.pem", NotCarried),
        ("postgres://h/d?sslmode=disable&ssl=true", Conflict),
        ("postgres://h/d?sslmode=disable&sslaccept=strict", Conflict),
        ("postgres://h/d?application_name=a&application_name=b", Conflict),
        ("mongodb://h/?tls=false&tlsInsecure=true", Conflict),
        ("postgres://h/d?sslkey=-----BEGIN%20PRIVATE%20KEY-----&sslcert=x", Value),
        ("postgres://h1:6,h2:7,h3/d?host=a,b", Value),
    ] {
        assert_eq!(error(text).kind(), kind, "{text}: {}", error(text));
    }
}

#[test]
fn takes_what_only_looks_wrong() {
    for text in [
        "postgres://u:pa$$w0rd@h/d",
        "postgres://u:p:ss@h/d",
        "mysql://u:p:ss@h/d",
        "postgres://u:x{abc}y@h/d",
        "postgres://u:a[b]c@h/d",
        "postgres://u:p\"w@h/d",
        "postgres://h/d?options=-c%20search_path%3D'app'",
        "postgres://h/d?application_name=a@b",
        "postgres://h:5432?application_name=a@b",
        "postgres://h/d?options=-c x=1".trim_end_matches(" x=1"),
        "sqlite:///a[b]'c'(d)!*~;,=&$@:.db",
        "mongodb://h/?appName=@acct@",
        "postgres://h/d?hostaddr=127.0.0.1,",
    ] {
        if let Err(error) = text.parse::<DatabaseUrl>() {
            let lists = text.contains("hostaddr");
            assert!(lists, "{text}: {error}");
        }
    }
    let url = url("postgres://h/d?dbname=&user=");
    assert_eq!((url.database(), url.username()), (None, None));
    let url: DatabaseUrl = "postgres://u@h1:6,h2:7/d?host=a,b".parse().unwrap();
    assert_eq!(url.hosts().iter().map(|host| host.port()).collect::<Vec<_>>(), [Some(6), Some(7)]);
}

#[test]
fn suggests_what_was_meant() {
    for (text, suggestion) in [
        ("postgress://h/d", "did you mean `postgres`?"),
        ("sqllite://d.db", "did you mean `sqlite`?"),
        ("postgresql+asyncpg://h/d", "write `postgresql://`"),
        ("pgsql://h/d", "write `postgres://`"),
        ("trilogy://h/d", "write `mysql://`"),
        ("mssql://h/d", "write `postgres`, `mysql`"),
        ("sqlite:a.db?sslmode=require", "remove it: SQLite has no network"),
        ("postgres://h/d?port=1&port=2", "given twice"),
        ("postgres://h/d?shcema=a", "did you mean `schema`?"),
        ("postgres://h/d?sslmod=require", "did you mean `sslmode`?"),
        ("mongodb://h/d?maxPoolsize2=1", "did you mean `maxPoolSize`?"),
        ("postgres://u:p@ss@h/d", "%40"),
        ("postgres://u:p#ss@h/d", "%23"),
    ] {
        let text = error(text).to_string();
        assert!(text.contains(suggestion), "{text}");
    }
}

#[test]
fn shows_no_secret() {
    for (text, shown) in [
        ("postgres://app:hunter2@h/d?sslmode=require", "postgres://app:***@h/d?sslmode=require"),
        ("postgres://:hunter2@h/", "postgres://:***@h/"),
        ("postgres://h/d?user=app&password=hunter2", "postgres://h/d?user=app&password=***"),
        (
            "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:hunter2&w=1",
            "mongodb://h/?authMechanismProperties=***&w=1",
        ),
        ("sqlite:///data/app.db?mode=ro", "sqlite:///data/app.db?mode=ro"),
        ("sqlite://admin:hunter2@host/app.db", "sqlite://admin:***@host/app.db"),
        ("file://admin:hun/ter2@host/app.db", "file://admin:***@host/app.db"),
    ] {
        let url = url(text);
        assert_eq!(url.redacted(), shown);
        assert_eq!(url.to_string(), shown);
        assert_eq!(serde_json::to_string(&url).unwrap(), format!("{shown:?}"));
        assert!(!format!("{url:?} {url:#?}").contains("hunter2"));
        assert_eq!(url.expose(), text);
    }
}

#[test]
fn errors_show_no_secret() {
    for text in [
        "postgres://app:hunter2@ss@h/d",
        "postgres://app:hunter2#ss@h/d",
        "postgres://app:hunter2/ss@h/d",
        "postgres://app:1?hunter2=ss@h/d",
        "postgres://app:%hunter2@h/d",
        "postgres://app:hunter2@h:port/d",
        "postgres://app:hunter2@h/d?bogus=hunter2",
        "postgres://app:hunter2@h/d?sslpassword=hunter2&sslcert=x",
        "libsql://h?authToken=hunter2",
        "app:hunter2@h/d",
        "hunter2",
        "Server=h;Password=hunter2",
        "mysql://u:p@h/d?ssl={\"passphrase\":\"hunter2\"}",
        "postgres://h/d?sslmode=hunter2",
        "postgres://h/d?sslcert=x&sslkey=-----BEGIN%20PRIVATE%20KEY-----hunter2",
        "postgres://user:12?hunter2=x&y=1@host/db",
    ] {
        let error = error(text);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{text}: {error:?}");
        assert!(std::error::Error::source(&error).is_none());
    }
}
