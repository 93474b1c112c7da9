//! The file that a URL names, and the options for opening it.

use std::path::{Path, PathBuf};

use db_config::{Capabilities, FromDatabaseUrl, ProblemKind, SqliteFile, WarningKind};
use tests::url;

#[test]
fn names_the_file_that_is_meant() {
    for (text, path) in [
        ("sqlite:///data/app.db", "/data/app.db"),
        ("sqlite:/data/app.db", "/data/app.db"),
        ("sqlite3:///data/app.db", "/data/app.db"),
        ("file:///data/app.db", "/data/app.db"),
        ("file:/data/app.db", "/data/app.db"),
        ("sqlite://localhost/data/app.db", "/data/app.db"),
        ("file://LOCALHOST/data/app.db", "/data/app.db"),
        ("sqlite:app.db", "app.db"),
        ("sqlite:./app.db", "./app.db"),
        ("sqlite:../app.db", "../app.db"),
        ("sqlite://app.db", "app.db"),
        ("sqlite://./app.db", "./app.db"),
        ("sqlite://dir/app.db", "dir/app.db"),
        ("sqlite://a b.db", "a b.db"),
        ("sqlite://localhost.db", "localhost.db"),
        ("file:dev.db", "dev.db"),
        ("file:./dev.db", "./dev.db"),
        ("sqlite:///my%20app.db", "/my app.db"),
        ("sqlite:///my app.db", "/my app.db"),
        ("sqlite:///é.db", "/é.db"),
        ("sqlite:é.db", "é.db"),
        ("sqlite:///100%.db", "/100%.db"),
        ("sqlite:///a/../b.db", "/b.db"),
        ("sqlite:////abs.db", "//abs.db"),
        ("SQLITE:///App.db", "/App.db"),
        ("sqlite:///app.db?mode=ro", "/app.db"),
        ("sqlite::memory:", ":memory:"),
        ("sqlite://:memory:", ":memory:"),
        ("sqlite:///:memory:", ":memory:"),
        ("file::memory:", ":memory:"),
        ("sqlite:%3Amemory%3A", ":memory:"),
        ("sqlite://?mode=memory", ":memory:"),
        ("file:name?mode=memory&cache=shared", ":memory:"),
        ("sqlite:12%3A30%40home.db", "12:30@home.db"),
    ] {
        assert_eq!(url(text).sqlite_path().unwrap(), Path::new(path), "{text}");
    }
}

#[test]
fn rejects_urls_that_name_no_file() {
    for (text, help) in [
        ("file://data/sqlite.db", "file:///data/sqlite.db"),
        ("file://./dev.db", "file:./dev.db"),
        ("sqlite://user:pw@host/abs.db", "sqlite:///abs.db"),
        ("sqlite://localhost:5432/abs.db", "sqlite:///abs.db"),
        // If the password became part of a file name or of an in-memory database, it would be shown.
        ("sqlite:user:pw@host/app.db", "sqlite:///app.db"),
        ("sqlite://dir/user:pw@host/app.db", "percent-encode a `:` in it as `%3A`"),
        ("sqlite://user:pw@host/app.db?mode=memory", "sqlite:///app.db"),
        ("file:user:pw@host?mode=memory", "percent-encode a `:` in it as `%3A`"),
        ("sqlite:/12:30@home.db", "percent-encode a `:` in it as `%3A`"),
        ("sqlite:", "sqlite://relative/path.db"),
        ("sqlite://", "sqlite::memory:"),
        ("sqlite:///", "sqlite:///absolute/path.db"),
        ("sqlite:///data/", "sqlite:///absolute/path.db"),
        ("sqlite:..", "sqlite://relative/path.db"),
        ("sqlite:sqlite://x.db", "use `sqlite://x.db`"),
        ("sqlite:file:x.db", "use `sqlite://x.db`"),
        ("sqlite:///a%00b.db", "NUL"),
        ("sqlite:a%00b?mode=memory", "NUL"),
        ("sqlite:%FF?mode=memory", "UTF-8"),
    ] {
        let url = url(text);
        let error = url.sqlite_path().map_err(|error| error.to_string()).unwrap_err();
        assert!(error.contains(help), "{text}: {error}");
        assert!(SqliteFile::from_database_url(&url).is_err(), "{text}");
    }
    let error = url("postgres://h/d").sqlite_path().unwrap_err();
    assert_eq!(error.kind(), ProblemKind::UnexpectedScheme);
}

#[test]
fn pathname_is_javascripts() {
    for (text, pathname) in [
        ("sqlite:///my app.db", "/my%20app.db"),
        ("file:./dev.db", "/dev.db"),
        ("sqlite://data.db", ""),
        ("sqlite:///a^b.db", "/a%5Eb.db"),
        ("file:////abs.db", "//abs.db"),
        ("postgres://u:p@h:5432/db?x=1".trim_end_matches("?x=1"), "/db"),
        ("postgres://a:1,b:2/db", "/db"),
        ("sqlite://:memory:", ""),
    ] {
        assert_eq!(url(text).pathname(), pathname, "{text}");
    }
}

#[test]
fn has_the_options_for_opening_the_file() {
    let file = |text| SqliteFile::from_database_url(&url(text)).unwrap();
    let plain = file("sqlite:///data/app.db");
    assert!(plain.create && !plain.read_only && !plain.in_memory && !plain.shared_cache);
    assert_eq!(plain.uri(), "file:/data/app.db?mode=rwc");
    let rw = file("sqlite:app%23.db?mode=rw&cache=shared&immutable=1&vfs=unix-none");
    assert!(!rw.create && rw.shared_cache && rw.immutable);
    assert_eq!(rw.uri(), "file:app%23.db?mode=rw&cache=shared&immutable=1&vfs=unix-none");
    let (one, other) = (file("sqlite::memory:"), file("sqlite::memory:"));
    assert!(one.in_memory && one.shared_cache);
    assert_ne!(one.path, other.path);
    assert_eq!(file("file:name?mode=memory").path, Path::new("file:name?mode=memory&cache=shared"));
}

fn path(text: &str) -> PathBuf {
    PathBuf::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn brackets_in_a_sqlite_path_are_no_placeholder() {
    for (text, expected) in [
        ("sqlite:///data/[x]/app.db", "/data/[x]/app.db"),
        ("sqlite:///[x]/app.db", "/[x]/app.db"),
        ("sqlite:[x]/app.db", "[x]/app.db"),
        ("sqlite:///data/[my-app]", "/data/[my-app]"),
        ("sqlite:///data/<x>/app.db", "/data/<x>/app.db"),
        ("sqlite:data/<x>.db", "data/<x>.db"),
        ("sqlite:///data/{x}/app.db", "/data/{x}/app.db"),
        ("file:///srv/{app}/[id].db", "/srv/{app}/[id].db"),
        ("sqlite:///data/a$b/app$.db", "/data/a$b/app$.db"),
        ("sqlite:///data/$5/app.db", "/data/$5/app.db"),
        ("sqlite:///data/100%25/[x].db", "/data/100%/[x].db"),
    ] {
        assert_eq!(path(text), PathBuf::from(expected), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_brackets_in_its_path_is_opened() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("[x]")).unwrap();
    let file = directory.path().join("[x]/<y>.db");
    let path = path(&format!("sqlite://{}", file.display()));
    rusqlite::Connection::open(path).unwrap().execute_batch("create table t (x)").unwrap();
    assert!(file.is_file());
}

#[cfg(unix)]
#[test]
fn four_slashes_are_pythons_and_phps_absolute_path() {
    assert_eq!(url("sqlite:////tmp/x.db").sqlite_path().unwrap().to_str(), Some("/tmp/x.db"));
    assert_eq!(url("sqlite:////tmp/x.db").pathname(), "//tmp/x.db");
    let warnings = url("sqlite:///no-such-directory/rel.db").warnings(Capabilities::ALL);
    let missing = WarningKind::MissingDirectory {
        directory: "/no-such-directory".into(),
        relative: Some("sqlite://no-such-directory/rel.db".to_owned()),
    };
    assert_eq!(warnings, [missing]);
    assert!(warnings[0].to_string().contains("SQLAlchemy"), "{}", warnings[0]);
    assert_eq!(url("sqlite:///tmp/rel.db").warnings(Capabilities::ALL), []);
}

/// A file on the disk would show the password.
#[test]
fn no_file_is_named_after_a_password() {
    let of =
        |text: &str| SqliteFile::from_database_url(&text.parse().unwrap_or_else(|error| panic!("{text}: {error}")));
    for slashes in ["", "/", "//", "///", "////"] {
        let error = of(&format!("sqlite:{slashes}app:S3cr3tPw@h/app.db")).unwrap_err();
        assert_eq!((error.kind(), error.help()), (ProblemKind::SqliteHost, "use `sqlite:///app.db`"), "{error:#}");
        let excerpt = error.excerpt().unwrap_or_default();
        assert!(excerpt.contains(&format!("sqlite:{slashes}app:***@h/app.db\n")), "{excerpt}");
    }
    let error = of("sqlite:logs/2026:11@x.db").unwrap_err();
    assert_eq!(error.help(), "use only the path, and percent-encode a `:` in it as `%3A`");
    assert_eq!(of("sqlite:logs/2026%3A11@x.db").unwrap().path.to_str(), Some("logs/2026:11@x.db"));
    assert_eq!(of("sqlite:///logs@x/2026:11.db").unwrap().path.to_str(), Some("/logs@x/2026:11.db"));
}
