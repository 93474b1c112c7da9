//! Unescaped passwords. Their characters may change the structure of the URL, but no piece is shown.

use std::sync::LazyLock;

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind};
use proptest::prelude::*;
use tests::canaries::Canary;
use tests::clients::CLIENTS;

#[derive(DatabaseConfig)]
#[database(debug)]
#[allow(dead_code)]
struct Config {
    database: DatabaseUrl,
    replicas: Vec<DatabaseUrl>,
}

const PIECES: [&str; 4] = ["zQ7xW", "Kw9vR", "vB3nY", "mN8jU"];

fn assert_no_secret(text: &str) {
    static CANARIES: LazyLock<[Canary; 4]> = LazyLock::new(|| PIECES.map(Canary::new));
    let is_silent = |shown: &str| CANARIES.iter().for_each(|canary| canary.is_not_in(shown, text));
    match text.parse::<DatabaseUrl>() {
        Ok(url) => {
            is_silent(&format!("{url} {url:?}"));
            for client in CLIENTS {
                if let Err(error) = (client.show)(&url) {
                    is_silent(&format!("{error:#} {error:?}"));
                }
            }
        }
        Err(error) => is_silent(&format!("{error} {error:#} {error:?}")),
    }
    let list = format!("{text},postgres://b/x");
    for source in [
        [("DATABASE_URL", text), ("DATABASE_REPLICA_URLS", "")],
        [("DATABASE_URL", "sqlite:a"), ("DATABASE_REPLICA_URLS", &list)],
    ] {
        match Config::load(&source) {
            Ok(loaded) => is_silent(&format!("{loaded:?} {}", Config::report(&source).expect("it has loaded"))),
            Err(error) => is_silent(&format!("{error}")),
        }
    }
}

/// Searches the output for a list of URLs. No URL of the list is a piece of the password either.
fn in_the_list(list: &str) {
    static CANARIES: LazyLock<[Canary; 4]> = LazyLock::new(|| PIECES.map(Canary::new));
    let is_silent = |shown: &str| CANARIES.iter().for_each(|canary| canary.is_not_in(shown, list));
    let source = [("DATABASE_URL", "sqlite:a"), ("DATABASE_REPLICA_URLS", list)];
    match Config::load(&source) {
        Ok(loaded) => {
            is_silent(&format!("{loaded:?} {}", Config::report(&source).expect("it has loaded")));
            for url in &loaded.config.replicas {
                is_silent(&format!("{:?} {:?}", url.hosts(), url.sqlite_path()));
            }
        }
        Err(error) => is_silent(&format!("{error} {error:?} {:?}", error.problems())),
    }
}

/// Generates passwords from pieces and the special characters of URLs.
fn password() -> impl Strategy<Value = String> {
    let between = prop::sample::select(vec![
        "@", ":", "/", "?", "#", "&", "=", "%", ";", "+", "$", "[", "]", "{", "}", "<", ">", "(", ")", "\\", "^", "|",
        "\"", "'", "`", "!", "*", "%4", "%40", "%zz", "://", "@@", "?&", "&=", "**",
    ]);
    prop::collection::vec((prop::sample::select(PIECES.to_vec()), between), 1..4).prop_map(|parts| {
        parts.iter().map(|(piece, between)| format!("{piece}{between}")).collect::<String>() + "zQ7xW"
    })
}

/// Generates passwords from pieces, commas and prefixes of URLs, like the next URL of a list. They contain no `@`,
/// which would end the password.
fn password_with_commas() -> impl Strategy<Value = String> {
    let between = prop::sample::select(vec![
        ",",
        ",,",
        ", ",
        " ,",
        ",sqlite:",
        ",sqlite://",
        ",file:",
        ",postgres://",
        ",mysql+",
        ",mysql+x://",
        ",mongodb+srv://",
        "://",
        ":",
        "/",
        "?",
        "#",
        "&",
        "=",
        ":1,sqlite:",
        "/x,postgres://h/",
        "?sslmode=x,sqlite:",
        ",jdbc:",
        ",1,",
    ]);
    prop::collection::vec((between, prop::sample::select(PIECES.to_vec())), 1..4)
        .prop_map(|parts| parts.iter().map(|(between, piece)| format!("{between}{piece}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_the_userinfo(
        scheme in prop::sample::select(vec!["postgres", "mysql", "mongodb", "mongodb+srv", "sqlite", "file", "cockroach"]),
        password in password(),
        rest in prop::sample::select(vec!["db.example.com/orders", "db.example.com", "h:5433/d?sslmode=require", "h/d?schema=a", "h/d?shcema=a", "h/?x", ""]),
    ) {
        assert_no_secret(&format!("{scheme}://app:{password}@{rest}"));
    }

    #[test]
    fn in_a_list(
        scheme in prop::sample::select(vec![
            "postgres://", "mysql://", "mongodb://", "sqlite:", "sqlite:/", "sqlite://", "file:", "file:///",
            "cockroach://", "jdbc:mysql://",
        ]),
        user in prop::sample::select(vec!["app:", "app:1", ":", "a,b:5"]),
        password in password_with_commas(),
        rest in prop::sample::select(vec!["h/d", "h", "a,b:5433/d?schema=a", "h/d?shcema=a", "h/d?application_name=a@b", ""]),
        before in prop::sample::select(vec!["", "postgres://u:p@a/x,", "sqlite:a.db,", "sqlite::memory:,"]),
    ) {
        let list = format!("{before}{scheme}{user}{password}@{rest}");
        in_the_list(&list);
        in_the_list(&format!("{list},postgres://b/x"));
    }

    #[test]
    fn in_the_query(
        key in prop::sample::select(vec!["password", "sslpassword", "oauth_client_secret", "scram_client_key"]),
        password in password(),
        rest in prop::sample::select(vec!["", "&sslmode=require", "&sslmode=maybe", "&shcema=a"]),
        before in prop::sample::select(vec!["", "sslmode=maybe&", "shcema=a&", "connect_timeout=5&"]),
    ) {
        assert_no_secret(&format!("postgres://app@db.example.com/orders?{before}{key}={password}{rest}"));
    }
}

/// An unescaped `&`, `?` or `@` may be part of a password.
#[test]
fn a_possible_rest_of_a_password_is_not_shown() {
    let error = |text: &str| text.parse::<DatabaseUrl>().expect_err(text);
    let rest = error("postgres://app@h/d?password=ab&S3cr3t=cd&W0rds=x&sslmode=require");
    assert_eq!(rest.kind(), ProblemKind::UnknownParameter);
    assert_eq!(
        format!("{rest:#}"),
        "unescaped `&` in the value of `password`, or unknown query parameter after it
    postgres://app@h/d?password=***&sslmode=require
    percent-encode an `&` in the value as `%26`, or remove the unknown parameter",
    );
    let rest = error("postgres://app:p@S3cr3t?W0rds=x@h/d");
    assert_eq!(
        format!("{rest:#}"),
        "unescaped `?` in the password, or unescaped `@` in a query value
    percent-encode a `?` in the password as `%3F`, or an `@` in a value as `%40`",
    );
    let value = error("postgres://app:p@S3cr3t?sslmode=x@h/d");
    assert_eq!((value.kind(), value.excerpt()), (ProblemKind::InvalidValue, None));
    let key = error("postgres://app@h/d?application_name=a@b&shcema=x");
    assert!(key.excerpt().is_some_and(|shown| shown.contains("application_name=a@b&shcema=***")), "{key:#}");
}
