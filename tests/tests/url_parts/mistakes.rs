//! Mistakes in a URL, their suggested fixes, and valid URLs that look wrong.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, SqliteFile};
use sqlx::postgres::PgConnectOptions;
use tests::{error, url};

#[test]
fn names_every_fault() {
    use ProblemKind::*;
    for (text, kind) in [
        ("", Empty),
        (" postgres://h/d", Whitespace),
        ("postgres://h/d\n", Whitespace),
        ("postgres://h/a b", Whitespace),
        ("sqlite:a\tb.db", Whitespace),
        ("\"postgres://h/d\"", Quoted),
        ("'postgres://h/d'", Quoted),
        ("\u{feff}postgres://h/d", Whitespace),
        ("postgres://h/d\u{a0}", Whitespace),
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
        ("DATABASE_URL=postgres://h/d", ShellCommand),
        ("export DATABASE_URL=postgres://h/d", ShellCommand),
        ("psql 'postgres://h/d'", ShellCommand),
        ("postgres://a/d,postgres://b/d", SeveralUrls),
        ("db/app.sqlite3", BarePath),
        ("/data/app.db", BarePath),
        ("C:\\data\\app.db", BarePath),
        ("app", NoScheme),
        ("user:password@host/db", NoScheme),
        ("localhost:5432/db", NoScheme),
        ("postgres//u:p@h/d", MissingSlashes),
        ("postgres:h/d", MissingSlashes),
        ("host=h dbname=d", KeywordValue),
        ("Server=h;Database=d;", AdoNet),
        ("SERVER=h:3306;UID=u;PWD=x;", AdoNet),
        ("u:password@host/db", NoScheme),
        ("jdbc:postgresql://h/d", Jdbc),
        ("root:pw@tcp(127.0.0.1:3306)/d", GoDsn),
        ("mysql://root@tcp(127.0.0.1:3306)/d", GoDsn),
        ("http://h", UnknownScheme),
        ("postgres://u:p@ss@h/d", UnescapedCharacter('@')),
        ("mongodb://u:p:ss@h/d", UnescapedCharacter(':')),
        ("postgres://u:p/ss@h/d", UnescapedCharacter('/')),
        ("postgres://u:12/ss@h/d", UnescapedCharacter('/')),
        ("postgres://u:p?ss@h/d", UnescapedCharacter('?')),
        ("postgres://u:12?ss@h/d", UnescapedCharacter('?')),
        ("postgres://u:12?ss=1@h/d", UnescapedCharacter('?')),
        ("postgres://u:p#ss@h/d", UnescapedCharacter('#')),
        ("postgres://u:12#ss@h/d", UnescapedCharacter('#')),
        ("postgres://u:50%off@h/d", UnescapedCharacter('%')),
        ("postgres://h/50%off", InvalidPercentEncoding),
        ("postgres://h/%ff", InvalidPercentEncoding),
        ("postgres://u:a%00b@h/d", Nul),
        ("postgres://h/d#x", Fragment),
        ("sqlite:///app#1.db", Fragment),
        ("postgres://[::1/d", InvalidHost),
        ("postgres://[]/d", InvalidHost),
        ("postgres://[::1]z/d", InvalidHost),
        ("postgres://[::zz]/d", InvalidHost),
        ("postgres://a<b/d", InvalidHost),
        ("postgres://evil.com%2Cx.localhost/d", InvalidHost),
        ("postgres://evil.com%2F.flycast/d", InvalidHost),
        ("postgres://evil.com%0a.flycast/d", InvalidHost),
        ("postgres://%40abstract/d", InvalidHost),
        ("postgres:///d?host=a%40b", InvalidHost),
        ("mongodb:///d", NoHost),
        ("mongodb://a,/d", NoHost),
        ("mongodb://:27017/d", NoHost),
        ("mongodb+srv://h.example.com:1/d", SrvHost),
        ("mongodb+srv://a.example.com,b.example.com/d", SrvHost),
        ("postgres://2001:db8::1/d", BareIpv6),
        ("postgres://h:0/d", InvalidPort),
        ("postgres://h:65536/d", InvalidPort),
        ("postgres://h:99999999999999999999/d", InvalidPort),
        ("postgres://h:port/d", InvalidPort),
        ("postgres://h/d?key", ParameterWithoutValue),
        ("postgres://h/d?schema=a?sslmode=require", SecondQuestionMark),
        ("postgres://h/d?shcema=a", UnknownParameter),
        ("postgres://h/d?sslmdoe=require", UnknownTlsParameter),
        ("postgres://h/d?connect_timeout=soon", InvalidValue),
        ("postgres://h/d?sslmode=maybe", InvalidValue),
        ("postgres://h/d?sslcert=a.pem", InvalidValue),
        ("postgres://h/d?sslidentity=a.p12&sslcert=a.pem", Unsupported),
        ("postgres://h/d?sslmode=disable&ssl=true", Contradiction),
        ("postgres://h/d?sslmode=disable&sslaccept=strict", Contradiction),
        ("postgres://h/d?application_name=a&application_name=b", Contradiction),
        ("mongodb://h/?tls=false&tlsInsecure=true", Contradiction),
        ("postgres://h/d?sslkey=-----BEGIN%20PRIVATE%20KEY-----&sslcert=x", InvalidValue),
        ("postgres://h1:6,h2:7,h3/d?host=a,b", InvalidValue),
    ] {
        assert_eq!(error(text).kind(), kind, "{text}: {}", error(text));
    }
}

#[test]
fn accepts_urls_that_only_look_wrong() {
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
fn suggests_the_meant_name() {
    for (text, suggestion) in [
        ("postgress://h/d", "did you mean `postgres`?"),
        ("sqllite://d.db", "did you mean `sqlite`?"),
        ("postgresql+asyncpg://h/d", "use `postgresql://h/d`, because the field type selects the client"),
        ("pgsql://h/d", "use `postgres://h/d`"),
        ("trilogy://h/d", "use `mysql://h/d`"),
        ("mysqlx://h/d", "use `postgres`, `mysql`"),
        ("sqlite:a.db?sslmode=require", "remove it, because SQLite has no network"),
        ("postgres://h/d?port=1&port=2", "set twice"),
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
fn placeholders_are_still_rejected() {
    for text in [
        "sqlite:<path>",
        "sqlite://<path>",
        "sqlite://<path>/app.db",
        "file:<path-to-file>",
        "sqlite:///${DATA}/app.db",
        "sqlite:${DATA}/app.db",
        "sqlite:///data/${NAME}.db",
        "sqlite:$DATABASE",
        "sqlite:///$HOME/app.db",
        "sqlite://$DATA_DIR/app.db",
        // In a server's URL, these are placeholders too.
        "postgres://u:[password]@h/d",
        "postgres://u:<password>@h/d",
        "mysql://u:p@<host>/d",
    ] {
        let error = text.parse::<DatabaseUrl>().expect_err(text);
        assert_eq!(error.kind(), ProblemKind::Placeholder, "{text}: {error}");
    }
}

/// A user who follows the help does not get the same help again.
#[test]
fn the_help_of_an_error_works() {
    for text in ["postgres://u:p@(h)/d", "postgres://u:p@my%20host/d", "postgres://u:p@h!x/d", "mongodb://rel%2Fmongod"]
    {
        assert!(error(text).help().contains("letters, digits"), "{text}: {}", error(text));
    }
    for text in ["sqlite://a:b.db", "sqlite://user:hunter2@host"] {
        let error = SqliteFile::from_database_url(&url(text)).unwrap_err();
        assert!(!error.help().contains("`sqlite://`"), "{text}: {error:#}");
    }
    assert!(error("mongodb://user:top:secret@host/d").help().contains("`mongodb://user:pass%3Aword@"));
    assert_eq!(
        PgConnectOptions::from_database_url(&url("postgres://h/d?options[]=5")).unwrap_err().kind(),
        ProblemKind::InvalidValue
    );

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: PgConnectOptions,
    }
    let error = Config::from_source(&[("DATABASE_URL", "ecto://u:hunter2@h.example.com/d")]).unwrap_err();
    let help = error.problems()[0].help();
    assert!(help.contains("postgres://u:***@h.example.com/d") && !help.contains("mysql"), "{help}");
}
