//! The file of a SQLite URL.

use db_config::ProblemKind::{Contradiction, NoScheme, SecondScheme, SqliteHost, SqlitePath};

use super::*;
use crate::differential::difference::Disagreement;

const SQLX: &[Parser] = &[SqlxSqlite, Sqlx08Sqlite];

pub const RULES: &[Difference] = &[
    Difference {
        parsers: SQLX,
        text: "no `mode`",
        examples: &[":///app.db"],
        theirs: "a missing file is an error",
        ours: "a missing file is created",
        why: "as Diesel, rusqlite and every other tool",
        is_it: |d| {
            d.part("create_if_missing", |theirs, ours| (theirs, ours) == ("false", "true")) && !d.has_key(&["mode"])
        },
    },
    Difference {
        parsers: SQLX,
        text: "a scheme other than `sqlite:`",
        examples: &["sqlite3:app.db"],
        theirs: "a file with the whole name, including the scheme",
        ours: "the file after the scheme",
        why: "the schemes mean the same",
        is_it: |d| {
            let file = file_of(d);
            d.part("filename", |theirs, ours| theirs.split(':').next() == Some(d.scheme()) && ours == file)
                && d.scheme() != "sqlite"
        },
    },
    Difference {
        parsers: SQLX,
        text: "`sqlite:` or `file:` after the scheme, and `mode=memory`",
        examples: &[":sqlite:app?mode=memory", ":file:app?mode=memory"],
        theirs: "removed",
        ours: "a part of the name",
        why: "only the first one is the scheme",
        is_it: |d| {
            let is_behind = ["sqlite:", "file:"].iter().any(|scheme| d.before_query().starts_with(scheme));
            d.part("filename", |_, ours| ours == file_of(d)) && is_behind
        },
    },
    Difference {
        parsers: SQLX,
        text: "`:memory:` in an absolute path, or escaped",
        examples: &[":///:memory:"],
        theirs: "a file of that name, or a separate in-memory database for each connection",
        ours: "an in-memory database that all connections share",
        why: "nobody means a file",
        is_it: |d| {
            let parts = ["in_memory", "shared_cache", "create_if_missing"];
            let is_memory = d.part("filename", |_, ours| ours == ":memory:")
                || d.parts(&parts).is_some_and(|(_, ours)| ours == "true");
            is_memory && decoded(without_localhost(d.before_query())).trim_start_matches('/') == ":memory:"
        },
    },
    Difference {
        parsers: SQLX,
        text: "`mode=memory`",
        examples: &[":app?mode=memory"],
        theirs: "not created, which has no meaning in memory",
        ours: "created",
        why: "it changes nothing",
        is_it: |d| {
            d.part("create_if_missing", |theirs, ours| (theirs, ours) == ("false", "true"))
                && d.key(&["mode"], |mode| mode.to_lowercase() == "memory")
        },
    },
    Difference {
        parsers: SQLX,
        text: "`mode=memory` and `cache=private`",
        examples: &[":app?cache=private&mode=memory"],
        theirs: "shared or private: the last one counts",
        ours: "private",
        why: "the order of parameters has no meaning",
        is_it: |d| {
            d.part("shared_cache", |theirs, ours| (theirs, ours) == ("true", "false"))
                && d.has_key(&["cache"])
                && d.has_key(&["mode"])
        },
    },
    Difference {
        parsers: SQLX,
        text: "four slashes or more",
        examples: &[":////app.db"],
        theirs: "`//app.db`",
        ours: "`/app.db`, the same file",
        why: "Python and PHP write an absolute path this way",
        is_it: |d| {
            d.part("filename", |theirs, ours| {
                theirs.starts_with("//") && theirs.trim_start_matches('/') == ours.trim_start_matches('/')
            })
        },
    },
    Difference {
        parsers: SQLX,
        text: "the host `localhost`",
        examples: &["://localhost/app.db"],
        theirs: "a relative path, `localhost/app.db`",
        ours: "`/app.db`",
        why: "as `new URL(u).pathname`, and as SQLite reads its own URIs",
        is_it: |d| {
            let is_memory = d.key(&["mode"], |mode| mode.eq_ignore_ascii_case("memory"));
            d.part("filename", |theirs, ours| {
                let is_ours = ours.starts_with('/') || is_memory && ours == file_of(d);
                theirs.to_lowercase().starts_with("localhost/") && is_ours
            }) && d.authority().eq_ignore_ascii_case("localhost")
        },
    },
    Difference {
        parsers: SQLX,
        text: "a `.` or `..` in an absolute path",
        examples: &[":///a/../app.db"],
        theirs: "kept as it is",
        ours: "resolved",
        why: "as `new URL(u).pathname`; the same file, unless `a` is a link",
        is_it: |d| {
            d.part("filename", |_, ours| ours == file_of(d))
                && d.path().split('/').any(|it| [".", ".."].contains(&&*decoded(it)))
        },
    },
    Difference {
        parsers: SQLX,
        text: "an in-memory database, and an option of files",
        examples: &["::memory:?immutable=1"],
        theirs: "accepted, without an effect",
        ours: "an error",
        why: "one of them is a mistake",
        is_it: |d| {
            d.rejects_with(Contradiction, "an in-memory database does not support") && d.has_key(&["immutable", "vfs"])
        },
    },
    Difference {
        parsers: SQLX,
        text: "a name without a scheme",
        examples: &["sqlite"],
        theirs: "a file of that name",
        ours: "an error",
        why: "it may be anything",
        is_it: |d| d.rejects(NoScheme) && !d.text.contains(':'),
    },
    Difference {
        parsers: SQLX,
        text: "a host other than `localhost` or the beginning of a relative path",
        examples: &["file://data/app.db"],
        theirs: "a relative path",
        ours: "an error",
        why: "`new URL(u).pathname` does not contain `data`: the two would open different files",
        is_it: |d| d.rejects(SqliteHost),
    },
    Difference {
        parsers: SQLX,
        text: "a directory, or no file",
        examples: &[":dir/"],
        theirs: "accepted, and rejected when it connects",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| d.rejects(SqlitePath),
    },
    Difference {
        parsers: SQLX,
        text: "a second scheme before the path",
        examples: &[":sqlite:app.db"],
        theirs: "both schemes are removed",
        ours: "an error with the URL that was probably meant",
        why: "every other client opens a file with the second scheme in its name",
        is_it: |d| d.rejects(SecondScheme),
    },
];

/// Returns the part after the scheme: an absolute path as `new URL(u).pathname`, any other path as it is, and in memory a
/// name.
fn file_of(d: &Disagreement<'_>) -> String {
    let path = d.before_query();
    if d.key(&["mode"], |mode| mode.eq_ignore_ascii_case("memory")) {
        let name = decoded(without_localhost(path));
        let name = name.trim_start_matches('/');
        return if name.is_empty() { ":memory:" } else { name }.to_owned();
    }
    // In the standard, a `\` is a slash there.
    let is_standard = d.scheme().eq_ignore_ascii_case("file") && path.starts_with('/');
    let path = if is_standard { path.replace('\\', "/") } else { path.to_owned() };
    let absolute = path.strip_prefix("//localhost").filter(|rest| rest.starts_with('/'));
    match absolute.or(path.strip_prefix("//")).unwrap_or(&path) {
        path if path.starts_with('/') => resolved(path),
        path => decoded(path),
    }
}

fn without_localhost(path: &str) -> &str {
    match path.get(..11) {
        Some(localhost)
            if localhost.eq_ignore_ascii_case("//localhost")
                && [Some(b'/'), None].contains(&path.as_bytes().get(11).copied()) =>
        {
            &path[11..]
        }
        _ => path,
    }
}

fn resolved(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match &*decoded(segment) {
            "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment.to_owned()),
        }
    }
    format!("/{}", segments.join("/").trim_start_matches('/'))
}
