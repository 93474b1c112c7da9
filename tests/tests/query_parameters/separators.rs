//! `;` between two query parameters, and `&` or `;` in place of the first `?`.

use db_config::ProblemKind::{self, FirstSeparator, Semicolon};
use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, TlsMode};
use mongodb::bson::doc;
use mongodb::options::{ClientOptions, ConnectionString};
use tests::{error, url};

#[test]
fn a_value_never_swallows_a_parameter() {
    for text in [
        "mongodb://mongo/app?authSource=admin;tls=true",
        "mongodb://mongo/app?authSource=admin;TLS=true",
        "mongodb://mongo/app?authSource=admin;authMechanism=PLAIN",
        "mongodb://mongo/app?authSource=admin;;retryWrites=false",
        "mongodb://mongo/app?authSource=admin;anything=x",
        "mongodb://mongo/app?replicaSet=rs0&authSource=admin;tls=true&retryWrites=false",
        "mongodb://mongo/app?retryWrites=true;tls=true",
        "mongodb://mongo/app?maxPoolSize=5;tls=true",
        "mongodb://mongo/app?authMechanismProperties=A:b;tls=true",
        "mongodb://mongo/app?authSource=admin%3Btls=true",
        "mongodb://mongo/app?authSource=admin%3Btls%3Dtrue",
        "mongodb://mongo/app?authSource=admin;tls%3Dtrue",
        "mongodb+srv://cluster.example.com/app?appName=a;tlsInsecure=true",
        "postgres://h/d?application_name=a;sslmode=verify-full",
        "postgres://h/d?application_name=a;%20sslmode=verify-full",
        "postgres://h/d?application_name=a;SSL%20Mode=VerifyFull",
        "postgres://h/d?application_name=a;sslmod=require",
        "postgres://h/d?application_name=a%3Bsslmode=verify-full",
        "postgres://h/d?connect_timeout=5;sslmode=verify-full",
        "postgres://h/d?sslmode=verify-full;sslrootcert=/ca.pem",
        "postgres://h/d?sslrootcert=/ca.pem;sslmode=verify-full",
        "postgres://h/d?options=-c%20geqo=off;sslmode=require",
        "postgres://h/d?search_path=a;user=b",
        "postgres://u@h/d?password=x;sslmode=require",
        "postgres://h/d?timeout=5;sslmode=require",
        "mysql://h/d?charset=utf8mb4;ssl-mode=required",
        "mysql://h/d?serverTimezone=UTC;useSSL=true",
        "mysql://h/d?serverTimezone=UTC;SslMode=Required",
        "mysql://h/d?socket=/run/mysqld.sock;user=root;sslca=/ca.pem",
        "sqlite:app.db?vfs=unix;mode=ro",
        "sqlite:app.db?mode=ro;cache=shared",
    ] {
        let error = error(text);
        assert_eq!(error.kind(), Semicolon, "{text}: {error}");
        assert!(error.message().starts_with("expected `&` between "), "{text}: {error}");
        assert!(error.help().contains("with `&`"), "{text}: {error}");
    }
    let error = error("mongodb://mongo/app?authSource=admin;tls=true");
    assert_eq!(error.message(), "expected `&` between the query parameters `authSource` and `tls`, found `;`");
    assert_eq!(error.help(), "separate them with `&`, or percent-encode a `;` in a value as `%3B`");
}

#[test]
fn a_semicolon_of_a_value_stays() {
    for (text, value) in [
        ("postgres://u@h/d?password=a%3Bsslmode=off", "a;sslmode=off"),
        ("postgres://u@h/d?password=a;b", "a;b"),
        ("postgres://h/d?application_name=a;b", "a;b"),
        ("postgres://h/d?application_name=a;b=c", "a;b=c"),
        ("postgres://h/d?application_name=a%3Bcertified=yes", "a;certified=yes"),
        ("postgres://h/d?options=-c%20search_path=a;b", "-c search_path=a;b"),
        ("postgres://h/d?options=endpoint%3Dx;y", "endpoint=x;y"),
        ("mysql://h/d?socket=/run/a;b.sock", "/run/a;b.sock"),
        ("mongodb://h/d?appName=a;b", "a;b"),
        ("mongodb://h/d?appName=a%3Bb=c", "a;b=c"),
        ("mongodb://h/d?proxyPassword=a%3Btls=true", "a;tls=true"),
    ] {
        assert_eq!(url(text).query_pairs().next().unwrap().1, value, "{text}");
    }
    // A password before the host does not end at a separator either.
    assert_eq!(url("mongodb://u:a;tls=true@h/d").password(), Some("a;tls=true"));
    assert_eq!(url("postgres://u:a&sslmode=off@h/d").password(), Some("a&sslmode=off"));
}

#[test]
fn a_swallowed_parameter_is_not_shown() {
    for text in [
        "postgres://h/d?application_name=a;password=hunter2",
        "postgres://h/d?application_name=a;sslpwd=hunter2",
        "postgres://h/d?application_name=a;pwd=hunter2&sslmode=bogus",
        "mongodb://h/d?authSource=a;proxyPassword=hunter2",
        "mongodb://h/d?authSource=a;pw=hunter2",
        "postgres://h/d&password=hunter2",
        "postgres://h/d&pw=hunter2",
        "postgres://u:hunter2@h/d&sslmode=require",
        "postgres://u:hunter2@h/d;sslmode=require;connect_timeout=5",
        "postgres://h/d;password=hunter2;sslmode=require",
        "sqlite://u:hunter2@h/d&mode=ro",
        "mysql://u:hunter2@h/d?timezone=%27",
        "mysql://u:hunter2@h/d?charset=utf8mb4,sql_mode=0",
    ] {
        let error = error(text);
        let shown = format!("{error} {error:#} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    // This may be a user and a password as well as a host and a port.
    let error = error("postgres://app:31337&sslmode=require");
    assert_eq!(error.kind(), FirstSeparator('&'));
    assert!(!format!("{error:#} {error:?}").contains("31337"), "{error:?}");
}

#[test]
fn the_first_separator_is_a_question_mark() {
    for (text, separator, corrected) in [
        ("postgres://u:p@h/app&sslmode=verify-full", '&', Some("postgres://u:***@h/app?sslmode=verify-full")),
        ("postgres://u:p@h:5432&sslmode=verify-full", '&', Some("postgres://u:***@h:5432?sslmode=verify-full")),
        ("postgres://u:p@h/&sslmode=require", '&', Some("postgres://u:***@h/?sslmode=require")),
        ("postgres://h&sslmode=require", '&', Some("postgres://h?sslmode=require")),
        ("postgres:///app&sslmode=disable", '&', Some("postgres:///app?sslmode=disable")),
        ("postgres://u:p@h&sslmode=require/app", '&', None),
        ("postgres://u:p@h/app&sslmod=require", '&', None),
        ("postgres://u:p@h/app&options[x]=y", '&', Some("postgres://u:***@h/app?options[x]=y")),
        (
            "postgres://u:p@h/app&sslmode=require?connect_timeout=5",
            '&',
            Some("postgres://u:***@h/app?sslmode=require&connect_timeout=5"),
        ),
        ("mysql://u:p@h/app&ssl-mode=required", '&', Some("mysql://u:***@h/app?ssl-mode=required")),
        ("mongodb://u:p@a,b&tls=true", '&', Some("mongodb://u:***@a,b?tls=true")),
        ("mongodb://mongo/app;tls=true", ';', Some("mongodb://mongo/app?tls=true")),
        ("mongodb://mongo/app;tls=true;authSource=admin", ';', Some("mongodb://mongo/app?tls=true&authSource=admin")),
        ("mongodb://mongo;tls=true", ';', Some("mongodb://mongo?tls=true")),
        ("postgres://h/app;sslmode=verify-full", ';', Some("postgres://h/app?sslmode=verify-full")),
        ("sqlite:app.db&mode=ro", '&', Some("sqlite:app.db?mode=ro")),
        ("sqlite:///data/app.db&mode=ro&cache=shared", '&', Some("sqlite:///data/app.db?mode=ro&cache=shared")),
        ("file:app.db&mode=ro", '&', Some("file:app.db?mode=ro")),
        ("sqlite://app.db;mode=ro", ';', Some("sqlite://app.db?mode=ro")),
        ("sqlite::memory:&cache=shared", '&', Some("sqlite::memory:?cache=shared")),
        ("sqlite:app.db&unknown=x", '&', None),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), FirstSeparator(separator), "{text}: {error}");
        assert_eq!(error.message(), format!("expected `?` before the first query parameter, found `{separator}`"));
        let escape = if separator == '&' { "`%26`" } else { "`%3B`" };
        assert!(error.help().contains(escape), "{error}");
        match corrected {
            Some(corrected) => assert!(error.help().starts_with(&format!("use `{corrected}`, ")), "{error}"),
            None => assert!(!error.help().contains("://") && !error.help().contains("sqlite:"), "{error}"),
        }
    }
    // db-config accepts the suggested URL.
    assert_eq!(url("postgres://u:p@h/app?sslmode=verify-full").tls().mode(), TlsMode::VerifyFull);
}

#[test]
fn a_name_with_a_separator_can_be_written() {
    for (text, name) in [
        ("postgres://h/app%26sslmode=x", "app&sslmode=x"),
        ("postgres://h/app%3Bsslmode=x", "app;sslmode=x"),
        ("mysql://h/a&b", "a&b"),
        ("mysql://h/a;b", "a;b"),
        ("postgres://h/a=b", "a=b"),
    ] {
        assert_eq!(url(text).database(), Some(name), "{text}");
    }
    for (text, path) in [
        ("sqlite:app.db%26mode=ro", "app.db&mode=ro"),
        ("sqlite:r&d.db", "r&d.db"),
        ("sqlite:r&d.db?mode=ro", "r&d.db"),
        ("sqlite:a;b%3Bmode=ro", "a;b;mode=ro"),
        ("sqlite:a=b.db", "a=b.db"),
    ] {
        assert_eq!(url(text).sqlite_path().unwrap().to_str(), Some(path), "{text}");
    }
}

/// A name that contains a separator is unknown. The error is about the separator.
#[test]
fn a_separator_in_a_name_is_named() {
    for text in ["mongodb://h/d?;tls=true", "postgres://h/d?a;sslmode=off"] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::UnknownTlsParameter, "{error}");
        assert_eq!(error.help(), "separate query parameters with only `&`", "{text}");
    }
}

/// A client would read the parameter behind it as a part of the value before it.
#[test]
fn an_escaped_ampersand_is_no_separator() {
    for text in [
        "mongodb://h/d?authSource=a&amp;tls=true",
        "postgres://h/d?application_name=a&amp;sslmode=require",
        "postgres://h/d?application_name=a\\u0026sslmode=require",
        "sqlite:app.db?mode=ro&amp;cache=shared",
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::EscapedAmpersand, "{error}");
        assert_eq!(error.help(), "replace each `&amp;` or `\\u0026` with `&`", "{text}");
    }
    let error = error("postgres://u:p@h/d&amp;sslmode=require&amp;application_name=a");
    assert!(error.help().starts_with("use `postgres://u:***@h/d?sslmode=require&application_name=a`"), "{error}");
}

#[test]
fn the_variable_is_named() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        orders: DatabaseUrl,
        #[database(env = "EVENTS_URL")]
        events: DatabaseUrl,
    }
    let variables = [
        ("DATABASE_URL", "postgres://u:hunter2@h/app&sslmode=require"),
        ("EVENTS_URL", "mongodb://h/d?appName=a;tls=true"),
    ];
    let error = Config::from_source(&variables).unwrap_err();
    let problems: Vec<_> = error.problems().iter().map(|problem| (problem.variable(), problem.kind())).collect();
    assert_eq!(problems, [("DATABASE_URL", FirstSeparator('&')), ("EVENTS_URL", Semicolon)]);
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[test]
fn the_time_for_it_is_linear() {
    for text in [
        format!("postgres://h/d?application_name={}", "a;b=c;".repeat(100_000)),
        format!("mongodb://h/d?appName={}", ";a".repeat(300_000)),
        format!("mongodb://h/d?appName={}", "%3Ba=".repeat(100_000)),
        format!("sqlite:{}", "&a;".repeat(200_000)),
        format!("sqlite:{}", "a ".repeat(300_000)),
    ] {
        let start = std::time::Instant::now();
        let _ = text.parse::<DatabaseUrl>();
        assert!(start.elapsed().as_secs() < 5, "{}: {:?}", &text[..20], start.elapsed());
    }
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "needs MongoDB: run ./test"]
async fn an_escaped_semicolon_reaches_mongodb() {
    let server = tests::servers::mongodb();
    let query = "authSource=admin&appName=a%3Bb=c&directConnection=true";
    let url = url(&server.url_as(server.user, server.host, query));
    let options = ClientOptions::parse(ConnectionString::from_database_url(&url).unwrap()).await.unwrap();
    let admin = mongodb::Client::with_options(options).unwrap().database("admin");
    let operations = admin.run_command(doc! { "currentOp": 1, "appName": "a;b=c" }).await.unwrap();
    assert!(!operations.get_array("inprog").unwrap().is_empty(), "{operations}");
}
