//! Errors, and secrets in errors and in the serialized form.

use std::error::Error;
use std::fmt::{Debug, Write};
use std::path::PathBuf;

use db_config::serde::Deserializable;
use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, SqliteFile, UrlError};
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::postgres::PgConnectOptions;

use super::{MYSQL, PORT, POSTGRES, Settings, apps};

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Derived {
    database: PgConnectOptions,
}

#[test]
fn a_wrong_url_has_the_message_of_the_derive() {
    for url in [
        "",
        "orders",
        "mysql://u:S3cr3tPw@h/d",
        "postgress://u:S3cr3tPw@h/d",
        "postgres+asyncpg://u:S3cr3tPw@h/d",
        "jdbc:postgresql://h/d",
        "ecto://u:S3cr3tPw@h/d",
        "pgsql://u:S3cr3tPw@h/d",
        "postgres://u:S3cr3t@Pw@h/d",
        "postgres://u:S3cr3tPw@h:99999/d",
        "postgres://u:S3cr3tPw@h/d?shcema=a",
        "postgres://u:S3cr3tPw@h/d?sslmode=S3cr3tPw",
        "postgres://u:S3cr3tPw@a,b/d",
        "postgres://u:S3cr3tPw@h.example.com/d?sslmode=verify-ca&sslrootcert=/ca.pem",
    ] {
        let error = Derived::from_source(&[("DATABASE_URL", url)]).err().unwrap_or_else(|| panic!("{url}"));
        let problem = &error.problems()[0];
        let message = format!("{}: {}", problem.message(), problem.help());
        for (name, app) in apps::<Settings<PgConnectOptions>>() {
            let error = app(url).err().unwrap_or_else(|| panic!("{name}: {url}")).to_string();
            assert!(error.contains(&message), "{name}: {url}: {error}\ninstead of {message}");
        }
    }
}

/// The field type declares its databases, so its `from_database_url` need not check them.
#[test]
fn the_backend_is_checked_before_the_settings_are_made() {
    #[derive(Debug)]
    struct Careless;
    impl FromDatabaseUrl for Careless {
        const BACKENDS: Backends = Backends::MYSQL;

        fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
            Ok(Self)
        }
    }
    for (name, app) in apps::<Settings<Careless>>() {
        assert!(app(MYSQL).is_ok(), "{name}");
        let error = app(POSTGRES).unwrap_err().to_string();
        assert!(error.contains("expected a MySQL URL, found `postgres://`"), "{name}: {error}");
    }
}

/// Lists the pieces of a secret, and a number in place of a secret.
const SECRETS: [&str; 3] = ["S3cr3t", "91827364", "w0rd"];

#[track_caller]
fn assert_no_secret(error: &(dyn Error + 'static), context: &str) {
    let mut shown = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(shown, "{error}\n{error:#}\n{error:?}\n{error:#?}\n").unwrap();
        next = error.source();
    }
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{context}: `{secret}` in {shown}");
    }
}

fn no_app_shows_a_secret<T: Deserializable>(url: &str) {
    for (name, app) in apps::<Settings<T>>() {
        match app(url) {
            Ok(_) => panic!("{name}: {url} is accepted"),
            Err(error) => assert_no_secret(&*error, &format!("{name}: {url}")),
        }
    }
}

#[test]
fn no_error_shows_a_secret() {
    for url in [
        "S3cr3t",
        "postgres://u:S3cr3t",
        "postgres://u:S3cr3t@w0rd@h/d",
        "postgres://u:S3cr3t/w0rd@h/d",
        "postgres://u:S3cr3t#w0rd@h/d",
        "postgres://u:S3cr3t%zz@h/d",
        "postgres://u:S3cr3t@h:port/d",
        "postgres://u@h/d?password=S3cr3t&shcema=w0rd",
        "postgres://u:S3cr3t@a,b/d?target_session_attrs=w0rd",
        "postgress://u:S3cr3t@h/d",
        "user=u password=S3cr3t host=h",
        "jdbc:oracle:thin:u/S3cr3t@h",
        "Server=h;Password=S3cr3t",
        "u:S3cr3t@tcp(h)/d",
        "export DATABASE_URL=postgres://u:S3cr3t@h/d",
        "91827364",
        "91827364.5",
    ] {
        no_app_shows_a_secret::<PgConnectOptions>(url);
        no_app_shows_a_secret::<Option<PgConnectOptions>>(url);
        no_app_shows_a_secret::<mongodb::options::ClientOptions>(url);
        no_app_shows_a_secret::<PathBuf>(url);
    }
    no_app_shows_a_secret::<PathBuf>("postgres://u:S3cr3t@h/d");
    no_app_shows_a_secret::<SqliteFile>("sqlite://u:S3cr3t@h/d.db");
    // envy would split the value at a comma, but it contains no comma.
    for (name, app) in apps::<Settings<Vec<DatabaseUrl>>>().into_iter().filter(|(name, _)| *name != "envy") {
        let error = app("postgres://u:S3cr3t@h/d").unwrap_err();
        assert_no_secret(&*error, name);
        assert!(error.to_string().contains("expected a list of database URLs"), "{name}: {error}");
    }
}

/// For a value that is not a string, the errors of serde and of the formats would quote it.
#[test]
fn no_error_shows_a_value_of_another_type() {
    fn check<T: Deserializable + Debug>(value: &serde_json::Value) {
        let context = format!("{value} as {}", std::any::type_name::<T>());
        let document = json!({ "port": 80, "database_url": value });
        let toml = toml::to_string(&document).unwrap();
        let figment = Figment::from(Toml::string(&toml)).extract::<Settings<T>>().unwrap_err();
        assert!(figment.to_string().contains("expected a "), "{context}: {figment}");
        assert_eq!(figment.path[0], "database_url", "{context}");
        assert_no_secret(&figment, &context);
        let file = config::File::from_str(&toml, config::FileFormat::Toml);
        let config = config::Config::builder().add_source(file).build().unwrap();
        // config converts numbers to strings, and these are not URLs.
        assert_no_secret(&config.try_deserialize::<Settings<T>>().unwrap_err(), &context);
        let table: toml::Table = toml::from_str(&toml).unwrap();
        let error = table.try_into::<Settings<T>>().unwrap_err();
        assert!(error.message().starts_with("expected a "), "{context}: {error}");
        assert_no_secret(&error, &context);
        for json in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
            let error = serde_json::from_str::<Settings<T>>(&json).unwrap_err();
            let shown = error.to_string();
            assert!(shown.starts_with("expected a ") && shown.contains(" at line "), "{context}: {error}");
            assert_no_secret(&error, &context);
        }
        let error = serde_json::from_value::<Settings<T>>(document).unwrap_err();
        assert_no_secret(&error, &context);
    }
    for value in [
        json!(91827364),
        json!(-91827364),
        json!(91827364.5),
        json!(true),
        json!({ "password": "S3cr3t" }),
        json!([["S3cr3t"]]),
        json!([91827364]),
    ] {
        check::<PgConnectOptions>(&value);
        check::<Option<DatabaseUrl>>(&value);
        check::<Vec<DatabaseUrl>>(&value);
        check::<Option<Vec<DatabaseUrl>>>(&value);
    }
    let error = serde_json::from_str::<DatabaseUrl>("91827364").unwrap_err();
    assert_eq!(error.to_string(), "expected a string containing a database URL");
    let error = serde_json::from_str::<Settings<DatabaseUrl>>(r#"{"port":80,"database_url":null}"#).unwrap_err();
    assert!(error.to_string().contains("expected a string containing a database URL at line 1"), "{error}");
}

/// The documentation describes this and how to avoid it.
#[test]
fn toml_itself_shows_the_line() {
    let text = format!("{PORT}database_url = 'postgres://u:S3cr3t@w0rd@h/d'\n");
    let error = toml::from_str::<Settings<DatabaseUrl>>(&text).unwrap_err();
    assert!(error.to_string().contains("S3cr3t"), "toml no longer does: {error}");
    assert!(!error.message().contains("S3cr3t"), "{}", error.message());
    let error = toml::from_str::<toml::Table>(&text).unwrap().try_into::<Settings<DatabaseUrl>>().unwrap_err();
    assert_no_secret(&error, "as a table first");
}

#[test]
fn serialized_without_secrets() {
    #[derive(Serialize, Deserialize)]
    struct Both {
        #[serde(with = "db_config::serde")]
        one: DatabaseUrl,
        #[serde(default, with = "db_config::serde")]
        none: Option<DatabaseUrl>,
        #[serde(with = "db_config::serde")]
        some: Option<DatabaseUrl>,
        #[serde(with = "db_config::serde")]
        list: Vec<DatabaseUrl>,
        #[serde(skip_serializing, deserialize_with = "db_config::serde::deserialize")]
        client: tokio_postgres::Config,
    }
    let secret = "postgres://u:S3cr3t@h/d";
    let both = json!({ "one": secret, "some": secret, "list": [secret, secret], "client": secret });
    let both: Both = serde_json::from_value(both).unwrap();
    assert_eq!((both.one.expose_secret(), both.list[1].expose_secret()), (secret, secret));
    assert_eq!(both.client.get_password(), Some(&b"S3cr3t"[..]));
    let shown = "postgres://u:***@h/d";
    assert_eq!(
        serde_json::to_value(&both).unwrap(),
        json!({ "one": shown, "none": null, "some": shown, "list": [shown, shown] })
    );
    assert!(!toml::to_string(&both).unwrap().contains("S3cr3t"));
}
