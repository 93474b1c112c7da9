//! The conformance command. It checks its targets with the vectors of this repository, and with the collected ones if
//! they are present. It also finds wrong answers.

use db_config::Backend;
use serde_json::Value;
use tests::conformance::{Conformance, EXCEPTIONS, Outcome, Reason, Verdict, compared};
use tests::vectors::committed;

/// Lists the files of `tests/vectors` with their minimum number of cases.
const FILES: &[(&str, usize)] = &[("pathname.json", 900), ("libpq.json", 600), ("platforms.json", 220)];

/// Lists the files of `tests::shared`.
const EXTRA: &[&str] = &[
    "vectors/libpq.json",
    "vectors/tokio-postgres.json",
    "vectors/sqlx.json",
    "vectors/dj-database-url.json",
    "vectors/node-pathname.json",
    "vectors/wpt-pathname.json",
    "vectors/rust-url-vs-node.json",
    "vectors/observed-sqlite-path-matrix.json",
    "corpus/platform-urls.json",
];

fn check(file: &str, text: &str) -> Conformance {
    let mut conformance = Conformance::default();
    conformance.add(file, text).unwrap();
    assert_eq!(conformance.files.len(), 1, "{file} has cases of a known shape");
    conformance
}

fn check_committed(file: &str, minimum: usize) -> Conformance {
    let conformance = check(file, &committed(file));
    let cases = conformance.files[0].cases.len();
    assert!(cases >= minimum, "{file} has {cases} cases");
    conformance
}

#[test]
fn disagrees_on_purpose_only() {
    let committed = FILES.iter().map(|(file, minimum)| check_committed(file, *minimum));
    let extra = EXTRA.iter().filter_map(|file| Some(check(file, &tests::shared(file)?)));
    for conformance in committed.chain(extra) {
        assert!(conformance.holds(), "{conformance}");
    }
}

#[test]
fn pathnames_agree_without_exception() {
    let committed = check_committed("pathname.json", 900);
    let extra = ["vectors/node-pathname.json", "vectors/wpt-pathname.json"];
    let extra = extra.into_iter().filter_map(|file| Some(check(file, &tests::shared(file)?)));
    for conformance in std::iter::once(committed).chain(extra) {
        let file = &conformance.files[0];
        assert_eq!(file.count(|verdict| *verdict == Verdict::Agrees), file.cases.len(), "{conformance}");
    }
}

/// With the other URLs of platforms, db-config connects to the same server, user and database with at least the same TLS.
/// For a file and for Redis, the reason can also be lost data.
#[test]
fn a_url_with_which_a_client_alone_connects_is_rejected_for_security_only() {
    let committed = check_committed("platforms.json", 220);
    let corpus = tests::shared("corpus/platform-urls.json").map(|text| check("corpus/platform-urls.json", &text));
    for conformance in std::iter::once(committed).chain(corpus) {
        for (exception, client, title) in conformance.exceptions() {
            let can_lose_data = ["sqlite", "redis"].iter().any(|scheme| exception.example.starts_with(scheme));
            assert!(exception.reason == Reason::Security || can_lose_data, "{client}: {title}: {}", exception.has);
        }
        assert!(conformance.exceptions().len() >= 30, "{conformance}");
        assert!(conformance.holds(), "{conformance}");
    }
}

#[test]
fn an_exception_is_shown_by_its_example() {
    for exception in EXCEPTIONS {
        let scheme = exception.example.split(':').next().unwrap();
        let backend = scheme.parse().unwrap_or(Backend::Postgres);
        let shows = compared(backend, exception.example)
            .into_iter()
            .any(|compared| matches!(compared.outcome, Outcome::Exception(found) if std::ptr::eq(found, exception)));
        assert!(shows, "{}", exception.example);
    }
}

/// Of everything that the client alone reads.
#[test]
fn an_outcome_tells_the_same_from_another_result() {
    for (backend, text, client, is_same) in [
        (Backend::Postgres, "postgres://u:p@db.example.com:6432/d?sslmode=verify-full", "sqlx 0.9", true),
        (Backend::Postgres, "postgres://u:p@db.example.com/d?channel_binding=require", "Diesel 2.3", true),
        (Backend::Postgres, "postgres://u:p@db.example.com/d?channel_binding=require", "sqlx 0.9", true),
        (Backend::Postgres, "postgres://u:p@localhost/d?channel_binding=require", "sqlx 0.9", false),
        (Backend::Postgres, "postgres://localhost/d?host=/run/postgresql", "sqlx 0.9", true),
        (Backend::Postgres, "postgres://localhost/d?host=/run/postgresql", "tokio-postgres 0.7", false),
        (Backend::MySql, "mysql://u:p@localhost/d", "Diesel 2.3", true),
        (Backend::MySql, "mysql://localhost/d", "mysql_async 0.37", false),
        (Backend::MongoDb, "mongodb://u:p@a,b:27018/d?replicaSet=r", "mongodb 3", true),
        (Backend::Redis, "rediss://:p@cache.example.com/2", "redis 1", true),
        (Backend::Redis, "rediss://:p@cache.example.com/2", "fred 10", true),
        (Backend::Redis, "redis+unix:///r.sock?db=2", "deadpool-redis 0.23", true),
        (Backend::Redis, "redis+unix:///r.sock?db=2", "fred 10", false),
        (Backend::Redis, "redis://p@cache.example.com", "redis 1", false),
        (Backend::Redis, "rediss://cache.example.com#insecure", "fred 10", true),
        (Backend::Redis, "http://cache.example.com", "fred 10", false),
        (Backend::Sqlite, "sqlite:///data/app.db", "sqlx 0.9", true),
        (Backend::Sqlite, "sqlite:////data/app.db", "refinery 0.10", false),
    ] {
        let compared = compared(backend, text);
        let found = compared.iter().find(|compared| compared.client == client).unwrap_or_else(|| panic!("{text}"));
        let is_as_expected = match found.outcome {
            Outcome::Same => is_same,
            Outcome::Exception(_) => !is_same,
            Outcome::Unexplained(_) => false,
        };
        assert!(is_as_expected, "{text}: {found:?}");
    }
}

/// The C library is not linked, so its reading follows its source code.
#[test]
fn diesel_alone_reads_the_server_user_and_database_of_libpq() {
    let file: Value = serde_json::from_str(&committed("libpq.json")).unwrap();
    let mut compared_cases = 0;
    for case in file["cases"].as_array().unwrap().iter().filter(|case| case["expect"] == "ok") {
        let text = case["url"].as_str().unwrap();
        let part = |name: &str| case["non_default"][name].as_str().filter(|value| !value.is_empty());
        let results = compared(Backend::Postgres, text);
        let diesel = results.iter().find(|compared| compared.client == "Diesel 2.3");
        let (Some(diesel), Some(user)) = (diesel, part("user")) else { continue };
        // Keywords and values are not a URL, and the two show bytes that are not UTF-8 in different ways.
        if !text.contains("://") || diesel.alone.0.contains('\u{FFFD}') {
            continue;
        }
        let ports: Vec<&str> = part("port").unwrap_or_default().split(',').collect();
        let port = |i: usize| ports.get(if ports.len() == 1 { 0 } else { i }).filter(|port| !port.is_empty());
        let at = |(i, host): (usize, &str)| {
            let host = if host.contains(':') && !host.starts_with('/') { format!("[{host}]") } else { host.to_owned() };
            format!("{}:{}", host.to_lowercase(), port(i).unwrap_or(&"5432"))
        };
        let hosts = part("hostaddr").or(part("host")).unwrap_or_default().split(',');
        let hosts: Vec<String> = hosts.enumerate().map(at).collect();
        let expected = format!("{user}@{} {}", hosts.join(","), part("dbname").unwrap_or(user));
        assert_eq!(diesel.alone.0, expected, "{text}");
        compared_cases += 1;
    }
    assert!(compared_cases >= 200, "{compared_cases}");
}

/// Each different case in the committed file has a reason.
#[test]
fn differs_from_libpq_only_for_a_reason() {
    let conformance = check_committed("libpq.json", 600);
    let file: Value = serde_json::from_str(&committed("libpq.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), conformance.files[0].cases.len());
    for (case, (title, verdict)) in cases.iter().zip(&conformance.files[0].cases) {
        match case.get("differs") {
            None => assert_eq!(*verdict, Verdict::Agrees, "{title}"),
            Some(_) => assert!(matches!(verdict, Verdict::OnPurpose(_)), "{title}: {verdict:?}"),
        }
    }
}

#[test]
fn differs_from_libpqs_own_tests_only_where_the_text_is_no_url_or_libpq_does_not_connect() {
    let Some(text) = tests::shared("vectors/libpq.json") else { return };
    let conformance = check("vectors/libpq.json", &text);
    let file = &conformance.files[0];
    let is_url = |verdict: &Verdict| match verdict {
        Verdict::Agrees => true,
        Verdict::OnPurpose(reason) => reason.contains("RFC 3986") || reason.contains("when it connects"),
        Verdict::Disagrees(_) | Verdict::NotCompared(_) => false,
    };
    assert_eq!(file.count(is_url), file.cases.len(), "{conformance}");
}

/// Checks one case of every shape, with its own answer and with a wrong one.
#[test]
fn knows_a_case_by_its_fields_and_a_wrong_answer() {
    for (right, wrong) in [
        (
            r#"{"url": "postgres://h/d", "expect": "ok", "non_default": {"host": "h", "dbname": "d"}}"#,
            r#"{"url": "postgres://u@h/d", "expect": "ok", "non_default": {"host": "h", "dbname": "d"}}"#,
        ),
        (
            r#"{"url": "postgres://h", "expect": "ok", "config": {"host": ["h"], "port": [5432]}}"#,
            r#"{"url": "postgres://h:1", "expect": "ok", "config": {"host": ["h"], "port": [5432]}}"#,
        ),
        (
            r#"{"url": "mysql://u:p%2F@h", "expect": "ok", "asserts": {"username": "u", "PASSWORD": "p/"}}"#,
            r#"{"url": "mysql://u:p%2F@h", "expect": "ok", "asserts": {"username": "u", "PASSWORD": "p"}}"#,
        ),
        (
            r#"{"url": "postgres://h?sslmode=perhaps", "expect": "reject"}"#,
            r#"{"url": "postgres://h?sslmode=perhaps", "expect": "ok", "asserts": {}}"#,
        ),
        (
            r#"{"name": "a", "url": "postgres://h/d", "environment": {"PGUSER": "u"}, "expected": {"user": "u", "host": "h"}}"#,
            r#"{"name": "b", "url": "postgres://h/d", "environment": {"PGUSER": "u"}, "expected": {"user": "x", "host": "h"}}"#,
        ),
        (
            r#"{"name": "a", "url": "postgres://h:x/d", "expected": "error"}"#,
            r#"{"name": "b", "url": "postgres://h:1/d", "expected": {"error": "a port"}}"#,
        ),
        (r#"{"url": "sqlite:///a/../b", "pathname": "/b"}"#, r#"{"url": "sqlite:///a/../b", "pathname": "/a/../b"}"#),
        (r#"{"input": "x", "base": null, "failure": true}"#, r#"{"input": "x:y", "base": null, "failure": true}"#),
        (
            r#"{"url": "sqlite:///a%20b", "node20_pathname": "/a%20b"}"#,
            r#"{"url": "file:a", "node20_pathname": "/a", "prisma_path": "b"}"#,
        ),
        (
            r#"{"url": "sqlite:///data/a.db", "client_family": "sqlite", "tls": "forbidden"}"#,
            r#"{"url": "postgres://db.example.org", "client_family": "postgres", "tls": "forbidden"}"#,
        ),
        (
            r#"{"url": "postgres://u:p@h\n", "client_family": "trap", "tls": "unknown"}"#,
            r#"{"url": "postgres://u:p@h", "client_family": "trap", "tls": "unknown"}"#,
        ),
    ] {
        let mut conformance = Conformance::default();
        conformance.add("right", &format!("[{right}]")).unwrap();
        conformance.add("wrong", &format!(r#"{{"any": "name", "cases": [{wrong}]}}"#)).unwrap();
        assert_eq!(conformance.files[0].count(|verdict| *verdict == Verdict::Agrees), 1, "{conformance}");
        assert_eq!(conformance.files[1].count(Verdict::is_disagreement), 1, "{conformance}");
        assert!(!conformance.holds());
    }
}
