//! The conformance command. It checks its targets with the vectors of this repository, and with the collected ones if
//! they are present. It also finds wrong answers.

use serde_json::Value;
use tests::conformance::{Conformance, Verdict};
use tests::vectors::committed;

/// Lists the files of `tests/vectors` with their minimum number of cases.
const FILES: &[(&str, usize)] = &[("pathname.json", 900), ("libpq.json", 600), ("platforms.json", 130)];

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
