//! Compares `pathname` with the answers of Node.js and of the web platform tests.

use db_config::pathname;
use serde_json::Value;
use tests::vectors::committed;

/// Asserts that `pathname` agrees with every case of a file that has no base URL. `expected` reads the answer of a
/// case. Lists the disagreements, and returns the number of cases.
fn assert_agreement(file: &str, text: &str, input: &str, expected: impl Fn(&Value) -> Option<&str>) -> usize {
    let vectors: Value = serde_json::from_str(text).expect("a vector file is JSON");
    let cases = vectors["cases"].as_array().expect("a vector file has `cases`");
    assert_eq!(vectors["count"], cases.len());

    let cases: Vec<&Value> = cases.iter().filter(|case| !case["base"].is_string()).collect();
    let disagreements = cases.iter().filter_map(|case| {
        let url = case[input].as_str().expect("a case has its URL");
        let (actual, expected) = (pathname(url), expected(case));
        (actual.as_deref() != expected).then(|| format!("{url:?}: {actual:?}, expected {expected:?}"))
    });
    let disagreements: Vec<String> = disagreements.collect();
    assert!(
        disagreements.is_empty(),
        "{} of {} cases of {file} disagree:\n{}",
        disagreements.len(),
        cases.len(),
        disagreements.join("\n"),
    );
    cases.len()
}

fn pathname_of(case: &Value) -> Option<&str> {
    assert!(case.get("pathname").is_some() != case.get("error").is_some(), "{case}");
    case.get("pathname").and_then(Value::as_str)
}

/// Also checks the collected answers of Node.js and of the web platform tests if they are present.
#[test]
fn agrees_with_node() {
    let mut checked = assert_agreement("pathname.json", &committed("pathname.json"), "url", pathname_of);
    if let Some(text) = tests::shared("vectors/node-pathname.json") {
        // The answer of Node.js 24 is only present if it differs from the one of Node.js 20.
        checked += assert_agreement("vectors/node-pathname.json", &text, "url", |case| {
            case.get("pathname_node24").or(case.get("pathname")).and_then(Value::as_str)
        });
    }
    if let Some(text) = tests::shared("vectors/wpt-pathname.json") {
        checked += assert_agreement("vectors/wpt-pathname.json", &text, "input", |case| {
            case.get("pathname").and_then(Value::as_str)
        });
    }
    assert!(checked >= 900, "{checked}");
}

#[test]
fn resolves_dots_and_encodes() {
    for (url, expected) in [
        ("sqlite:///srv/./x/%2E%2e/my app.db", "/srv/my%20app.db"),
        ("sqlite:/../../app.db", "/app.db"),
        ("sqlite:///a//..", "/a/"),
        ("sqlite:///50%.db", "/50%.db"),
        ("sqlite:///a^{b}.db", "/a%5E%7Bb%7D.db"),
        ("sqlite:///ä\\b.db", "/%C3%A4\\b.db"),
        ("SQLite://\tuser:a@b@[::1]:05432/app.db\r\n", "/app.db"),
        ("sqlite://host", ""),
        ("sqlite:../a <b>.db \u{e4} ?mode=ro", "../a <b>.db %C3%A4%20"),
    ] {
        assert_eq!(pathname(url).as_deref(), Some(expected), "{url:?}");
    }
}

#[test]
fn knows_files_and_their_drives() {
    for (url, expected) in [
        ("file:app.db", "/app.db"),
        ("file:\\\\share\\dir/app.db", "/dir/app.db"),
        ("file://c|/../app.db", "/c:/app.db"),
        ("file:e|/app.db", "/e:/app.db"),
        ("file://xn--a-b/app.db", "/app.db"),
    ] {
        assert_eq!(pathname(url).as_deref(), Some(expected), "{url:?}");
    }
}

#[test]
fn rejects_urls_for_which_new_url_throws() {
    for url in [
        "",
        "app.db",
        "/data/app.db",
        "2sqlite:app.db",
        "sqlite://:memory:",
        "sqlite://user@/app.db",
        "sqlite://host:65536/app.db",
        "sqlite://host:+1/app.db",
        "sqlite://[::1/app.db",
        "sqlite://a b/app.db",
        "sqlite://C:\\app.db",
        "postgres://a:1,b:2/app",
        "file://host:1/app.db",
        "file://%5B::1%5D/app.db",
    ] {
        assert_eq!(pathname(url), None, "{url:?}");
    }
}

#[test]
fn has_no_answer_for_schemes_of_the_web() {
    for url in ["http://example.com/app.db", "HTTPS:app.db", "ftp://example.com/", "ws://example.com/", "wss:\\\\a\\b"]
    {
        assert_eq!(pathname(url), None, "{url:?}");
    }
}
