//! Equality and hashes of URLs.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, MigrationTiming, PoolSettings};
use tests::url;

#[test]
#[allow(clippy::mutable_key_type, reason = "the stored pathname does not affect equality")]
fn urls_are_the_keys_of_a_map() {
    let texts = ["postgres://a/d", "postgres://b/d", "postgres://a/d", "postgresql://a/d", "sqlite::memory:"];
    let set: HashSet<DatabaseUrl> = texts.iter().chain(&["sqlite::memory:"]).map(|text| url(text)).collect();
    // Each `sqlite::memory:` is its own database.
    assert_eq!(set.len(), 5);
    assert!(set.contains(&url("postgres://b/d")) && !set.contains(&url("postgres://c/d")));
    let hash = |url: &DatabaseUrl| {
        let mut hasher = DefaultHasher::new();
        url.hash(&mut hasher);
        hasher.finish()
    };
    let (one, other) = (url("postgres://u:a@h/d"), url("postgres://u:b@h/d"));
    assert_eq!((hash(&one), &one), (hash(&one.clone()), &one.clone()));
    // The URLs differ in a part that neither of them shows.
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
    // The URLs are equal strings, but a client would connect differently.
    for variable in [("PGUSER", "app"), ("PGPASSWORD", "a"), ("PGPORT", "5433"), ("PGSSLMODE", "verify-full")] {
        let (other, again) = (plain(variable), plain(variable));
        assert_eq!((other.one.expose_secret(), &other.one, &other.one), (text, &other.other, &again.one));
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
fn a_url_of_a_release_command_equals_no_other() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: (DatabaseUrl, PoolSettings),
    }
    let read = |value| {
        let source = [("DATABASE_URL", "sqlite:app.db"), ("RELEASE_COMMAND", value)];
        Config::from_source(&source).unwrap().database.0
    };
    // The URLs are equal strings, but `MigrationTiming` rejects a SQLite file in a release command.
    let (at_startup, in_release_command) = (read("0"), read("1"));
    assert_eq!(at_startup.expose_secret(), in_release_command.expose_secret());
    assert!(MigrationTiming::from_database_url(&at_startup).is_ok());
    assert!(MigrationTiming::from_database_url(&in_release_command).is_err());
    assert_ne!(at_startup, in_release_command);
    assert_eq!(at_startup, url("sqlite:app.db"));
    assert_eq!(in_release_command, read("1"));
}
