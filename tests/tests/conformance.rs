//! The targets of the conformance command, over the data folder.

use tests::conformance::{Conformance, Verdict};

/// The files, and how many of each one's cases may differ on purpose.
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
    for file in FILES {
        if let Some(conformance) = check(file) {
            assert!(conformance.holds(), "{conformance}");
        }
    }
}

#[test]
fn pathnames_agree_without_exception() {
    for file in FILES.iter().filter(|file| file.contains("pathname") || file.contains("rust-url")) {
        if let Some(conformance) = check(file) {
            let checked = &conformance.files[0];
            assert_eq!(checked.count(|verdict| *verdict == Verdict::Agrees), checked.cases.len(), "{conformance}");
        }
    }
}
