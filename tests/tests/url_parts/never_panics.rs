//! No panic and no secret, whatever the text.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, SqliteFile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    #[database(libpq_env)]
    database: DatabaseUrl,
}

fn try_everything(text: &str) {
    let _ = Config::from_source(&[("DATABASE_URL", text)]);
    let _ = Config::from_source(&[("PGHOST", text), ("PGPORT", text), ("PGSSLMODE", text), ("PGSSLROOTCERT", text)]);
    let _ = db_config::pathname(text);
    let Ok(url) = text.parse::<DatabaseUrl>() else { return };
    let _ = (url.pathname(), url.sqlite_path(), url.tls(), url.redacted(), url.host(), url.port());
    let _ = SqliteFile::from_database_url(&url).map(|file| file.uri().len());
    tests::clients::try_all(&url);
}

/// Texts that get past the first checks.
fn urlish() -> impl Strategy<Value = String> {
    let part = "[a-zA-Z0-9%@:/?#\\[\\],.=&$ {}<>é~'\"_+-]{0,12}";
    let scheme = prop::sample::select(vec![
        "postgres://",
        "postgresql://",
        "mysql://",
        "sqlite:",
        "sqlite://",
        "file:",
        "file://",
        "mongodb://",
        "mongodb+srv://",
        "",
    ]);
    let key = prop::sample::select(vec![
        "sslmode=",
        "host=",
        "port=",
        "hostaddr=",
        "mode=",
        "cache=",
        "options=",
        "tls=",
        "connect_timeout=",
        "socket=",
        "x=",
    ]);
    (scheme, part, part, part, prop::collection::vec((key, part), 0..3)).prop_map(|(scheme, user, host, path, keys)| {
        let query: Vec<String> = keys.iter().map(|(key, value)| format!("{key}{value}")).collect();
        format!("{scheme}{user}@{host}/{path}?{}", query.join("&"))
    })
}

#[test]
fn what_looks_like_a_url_often_is_one() {
    let mut runner = TestRunner::deterministic();
    let texts = (0..1000).map(|_| urlish().new_tree(&mut runner).unwrap().current());
    let urls = texts.filter(|text| text.parse::<DatabaseUrl>().is_ok()).count();
    assert!(urls >= 50, "{urls} of 1000");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn for_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        try_everything(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn for_any_text(text in "\\PC{0,80}") {
        try_everything(&text);
    }

    #[test]
    fn for_what_looks_like_a_url(text in urlish()) {
        try_everything(&text);
    }

    #[test]
    fn no_password_is_shown(password in "[a-zA-Z0-9@:/?#%&=$+ ]{6,20}", query in prop::sample::select(vec!["", "?sslmode=require", "?bogus=1", "?sslmode=never"])) {
        let text = format!("postgres://app:hunter2{password}@db.example.com/orders{query}");
        let shown = match text.parse::<DatabaseUrl>() {
            Ok(url) => format!("{url} {url:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!shown.contains("hunter2"), "{}: {}", text, shown);
    }

    /// What is escaped comes back as it was.
    #[test]
    fn escapes_are_undone(user in "\\PC{1,10}", password in "\\PC{1,10}", database in "\\PC{1,10}") {
        let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let text = format!("postgres://{}:{}@h/{}", escape(&user), escape(&password), escape(&database));
        let url: DatabaseUrl = text.parse().unwrap();
        prop_assert_eq!(url.username(), Some(user.as_str()));
        prop_assert_eq!(url.password(), Some(password.as_str()));
        prop_assert_eq!(url.database(), Some(database.as_str()));
    }
}

#[test]
fn for_a_scheme_that_is_repeated_without_end() {
    for scheme in ["jdbc:", "pgsql:", "mysql+x:", "sqlite:", "file:"] {
        let text = scheme.repeat(200_000);
        let _ = text.parse::<db_config::DatabaseUrl>().map(|url| url.sqlite_path().map(drop));
    }
}
