//! The conformance command: its targets over the data folder, and that it tells right from wrong.

use tests::conformance::{Conformance, Verdict};

const FILES: &[&str] = &[
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

fn check(file: &str) -> Option<Conformance> {
    let text = tests::shared(file)?;
    let mut conformance = Conformance::default();
    conformance.add(file, &text).unwrap();
    assert_eq!(conformance.files.len(), 1, "{file} has cases of a known shape");
    Some(conformance)
}

#[test]
fn disagrees_on_purpose_only() {
    for conformance in FILES.iter().filter_map(|file| check(file)) {
        assert!(conformance.holds(), "{conformance}");
    }
}

#[test]
fn pathnames_agree_without_exception() {
    for conformance in ["vectors/node-pathname.json", "vectors/wpt-pathname.json"].into_iter().filter_map(check) {
        let file = &conformance.files[0];
        assert_eq!(file.count(|verdict| *verdict == Verdict::Agrees), file.cases.len(), "{conformance}");
    }
}

#[test]
fn differs_from_libpq_only_where_its_text_is_no_url() {
    if let Some(conformance) = check("vectors/libpq.json") {
        let file = &conformance.files[0];
        let is_url = |verdict: &Verdict| match verdict {
            Verdict::Agrees => true,
            Verdict::OnPurpose(reason) => reason.contains("RFC 3986"),
            Verdict::Disagrees(_) | Verdict::NotCompared(_) => false,
        };
        assert_eq!(file.count(is_url), file.cases.len(), "{conformance}");
    }
}

/// One case of every shape, as it is and with another answer.
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
