//! URLs as values.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl};

use super::url;

#[test]
#[allow(clippy::mutable_key_type, reason = "the pathname that is kept is no part of what is compared")]
fn urls_are_the_keys_of_a_map() {
    let texts = ["postgres://a/d", "postgres://b/d", "postgres://a/d", "postgresql://a/d", "sqlite::memory:"];
    let set: HashSet<DatabaseUrl> = texts.iter().chain(&["sqlite::memory:"]).map(|text| url(text)).collect();
    // Each `sqlite::memory:` is a database of its own.
    assert_eq!(set.len(), 5);
    assert!(set.contains(&url("postgres://b/d")) && !set.contains(&url("postgres://c/d")));
    let hash = |url: &DatabaseUrl| {
        let mut hasher = DefaultHasher::new();
        url.hash(&mut hasher);
        hasher.finish()
    };
    let (one, other) = (url("postgres://u:a@h/d"), url("postgres://u:b@h/d"));
    assert_eq!((hash(&one), &one), (hash(&one.clone()), &one.clone()));
    // They differ in something that neither shows.
    assert!(one != other && one.to_string() == other.to_string());
    let pools = HashMap::from([(one, 1), (other, 2)]);
    assert_eq!(pools[&url("postgres://u:b@h/d")], 2);
}

#[test]
fn equal_urls_behave_alike() {
    #[derive(DatabaseConfig)]
    struct Plain {
        one: DatabaseUrl,
        other: DatabaseUrl,
    }
    #[derive(DatabaseConfig)]
    struct Strict {
        #[database(tls = "verify-full")]
        one: DatabaseUrl,
    }
    let text = "postgres://app@db.example.com/orders";
    let plain = |variable: (&str, &str)| Plain::from_source(&[("DATABASE_URL", text), variable]).unwrap();
    let alone = plain(("X", "")).one;
    assert_eq!((&alone, &alone), (&plain(("X", "")).other, &url(text)));
    // The text is the same, and a client would do something else.
    for variable in [("PGUSER", "app"), ("PGPASSWORD", "a"), ("PGPORT", "5433"), ("PGSSLMODE", "verify-full")] {
        let (other, again) = (plain(variable), plain(variable));
        assert_eq!((other.one.expose(), &other.one, &other.one), (text, &other.other, &again.one));
        assert_eq!(other.one == alone, variable.0 == "PGUSER", "{variable:?}");
    }
    assert_ne!(plain(("PGPASSWORD", "a")).one, plain(("PGPASSWORD", "b")).one);
    assert_ne!(Strict::from_source(&[("DATABASE_URL", text)]).unwrap().one, alone);
    let memory = || Plain::from_source(&[("DATABASE_URL", "sqlite::memory:")]).unwrap();
    let shared = memory();
    assert!(shared.one == shared.other && shared.one == shared.one.clone() && shared.one != memory().one);
    assert_eq!(url("file:named?mode=memory"), url("file:named?mode=memory"));
    assert_eq!(url("sqlite:app.db"), url("sqlite:app.db"));
}

#[test]
fn a_url_comes_from_a_document() {
    #[derive(Debug)]
    struct File(HashMap<String, DatabaseUrl>);
    let read = |text: &str| serde_json::from_str::<HashMap<String, DatabaseUrl>>(text).map(File);

    let text = "postgres://app@db.example.com:5433/orders?sslmode=verify-full";
    let File(urls) = read(&format!("{{\"orders\": {text:?}}}")).unwrap();
    assert_eq!(urls["orders"], url(text));
    // Without a secret it survives the round trip.
    let again: DatabaseUrl = serde_json::from_str(&serde_json::to_string(&urls["orders"]).unwrap()).unwrap();
    assert_eq!((again.expose(), again.tls()), (text, urls["orders"].tls()));
    // From a document that does not live as long as its text, too.
    let owned: DatabaseUrl = serde_json::from_value(serde_json::json!(text)).unwrap();
    let reader: DatabaseUrl = serde_json::from_reader(format!("{text:?}").as_bytes()).unwrap();
    assert_eq!((owned, reader), (url(text), url(text)));
    let escaped: DatabaseUrl = serde_json::from_str(r#""postgres://u:p\u0021\\x@h/d""#).unwrap();
    assert_eq!(escaped.password(), Some("p!\\x"));

    for text in [
        "postgres://app:hunter2@h:port/d",
        "postgres://app:hunter2@h/d?shcema=hunter2",
        "postgres://app:hunter2@h/d?sslmode=hunter2",
        "postgres://app:hunter2@ss@h/d",
        "hunter2",
        "redis://app:hunter2@h",
    ] {
        let error = read(&format!("{{\"orders\": {text:?}}}")).unwrap_err();
        let shown = format!("{error} {error:#} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        // It says as much as the error of the URL itself.
        assert!(shown.contains(text.parse::<DatabaseUrl>().unwrap_err().message()), "{shown}");
    }
    for other in ["[\"hunter2\"]", "{\"url\":\"hunter2\"}", "null", "true"] {
        let error = serde_json::from_str::<DatabaseUrl>(other).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn an_error_shows_enough_by_itself() {
    for (text, whole) in [
        (
            "mysql://app:hunter2@h/d?sslmode=maybe",
            "\
`sslmode` does not take this value
    mysql://app:***@h/d?sslmode=***
                                ^^^
    write `disable`, `prefer`, `require`, `verify-ca` or `verify-full`",
        ),
        (
            "postgres://é:hunter2@h/d?port=1&port=2",
            "\
`port` is given twice, with different values
    postgres://é:***@h/d?port=1&port=2
                                ^^^^
    keep one of them",
        ),
        (
            "postgres://app:hunter2@h:port/d",
            "\
a port that is not a number from 1 to 65535
    write `host:port` with such a number, or leave the port out",
        ),
    ] {
        let error = text.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(format!("{error:#}"), whole);
        let boxed: Box<dyn std::error::Error> = Box::new(error.clone());
        assert_eq!(format!("{boxed:#}"), whole);
        // One line without it.
        assert_eq!(error.to_string(), format!("{}: {}", error.message(), error.remedy()));
        assert!(!error.to_string().contains('\n'));
    }
    let error = sqlx::postgres::PgConnectOptions::from_database_url(&url("postgres://u:hunter2@a,b/d")).unwrap_err();
    assert!(format!("{error:#}").contains("    postgres://u:***@a,b/d\n                     ^^^\n"), "{error:#}");
}

/// Does not compile if the type has a `Display`.
trait NotDisplayed<A> {
    fn ok() {}
}

impl<T> NotDisplayed<()> for T {}

impl<T: Display> NotDisplayed<u8> for T {}

#[test]
fn diesels_text_comes_out_by_name_only() {
    <DieselUrl as NotDisplayed<_>>::ok();
    let url = url("postgres://u:hunter2@localhost/d?options=-c%20x.token%3Dhunter2");
    let diesel = DieselUrl::from_database_url(&url).unwrap();
    assert!(diesel.expose().starts_with("postgres://u:hunter2@localhost:5432/d?"), "{}", diesel.expose());
    assert!(!format!("{diesel:?}").contains(":hunter2@"), "{diesel:?}");
}
