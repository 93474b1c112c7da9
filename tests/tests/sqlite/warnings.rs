//! Warnings about the file, before a client opens it.

use std::path::Path;

use db_config::{Capabilities, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, SqliteFile, WarningKind};
use tests::url;

fn warnings(text: &str) -> Vec<WarningKind> {
    url(text).warnings(Capabilities::ALL)
}

#[cfg(unix)]
#[test]
fn three_slashes_that_probably_mean_a_relative_path() {
    for (text, path, relative) in [
        ("sqlite:///./data.db", "/data.db", "sqlite://./data.db"),
        ("sqlite:///./tmp/data.db", "/tmp/data.db", "sqlite://./tmp/data.db"),
        ("sqlite:///../x.db", "/x.db", "sqlite://../x.db"),
        ("sqlite:///new-e3.db", "/new-e3.db", "sqlite://new-e3.db"),
        ("sqlite3:///new-e3.db?mode=rw", "/new-e3.db", "sqlite3://new-e3.db"),
        ("file:///new-e3.db", "/new-e3.db", "file:new-e3.db"),
    ] {
        let relative = relative.to_owned();
        assert_eq!(warnings(text), [WarningKind::ThreeSlashes { path: path.into(), relative }], "{text}");
    }
    for text in ["sqlite:///tmp/new-e3.db", "sqlite:/new-e3.db", "sqlite:////new-e3.db", "sqlite://./new-e3.db"] {
        let is_about_slashes = |kind: &WarningKind| matches!(kind, WarningKind::ThreeSlashes { .. });
        assert!(!warnings(text).iter().any(is_about_slashes), "{text}: {:?}", warnings(text));
    }
}

#[test]
fn a_file_in_place_of_the_directory_is_no_directory() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = format!("sqlite://{}/app.db", file.path().display());
    let [WarningKind::MissingDirectory { directory, .. }] = &warnings(&text)[..] else {
        panic!("{:?}", warnings(&text))
    };
    assert_eq!(directory, file.path());
}

#[test]
fn only_a_shell_replaces_a_tilde() {
    for (text, path) in [("sqlite://~/app.db", "~/app.db"), ("sqlite:~/app.db", "~/app.db")] {
        let warnings = url(text).warnings(Capabilities::EMPTY);
        assert!(warnings.contains(&WarningKind::Tilde { path: path.into() }), "{text}: {warnings:?}");
    }
    assert_eq!(warnings("sqlite:~app.db"), []);
}

#[test]
fn diesel_does_not_open_the_same_file() {
    let of_cli = |text: &str| {
        let url = url(text);
        let warnings = url.warnings(DieselUrl::capabilities(&url)).into_iter();
        let instead = warnings.filter_map(|warning| match warning {
            WarningKind::DieselCliFile { url, instead } => Some((url, instead)),
            _ => None,
        });
        instead.collect::<Vec<_>>()
    };
    for (text, instead) in [
        ("sqlite:app.db", "sqlite://app.db"),
        ("sqlite3:app.db", "sqlite://app.db"),
        ("sqlite:./app.db?mode=rw", "sqlite://./app.db?mode=rw"),
        ("sqlite:/tmp/app.db", "sqlite:///tmp/app.db"),
        ("SQLITE://app.db", "sqlite://app.db"),
        ("sqlite3://app.db", "sqlite://app.db"),
        ("sqlite3:///tmp/app.db", "sqlite:///tmp/app.db"),
        ("FILE:app.db", "sqlite://app.db"),
        // Its rest would be the authority of a `file:` URL, or a part of the path.
        ("sqlite:////tmp/app.db", "sqlite:///tmp/app.db"),
        ("sqlite://localhost/tmp/app.db", "sqlite:///tmp/app.db"),
    ] {
        assert_eq!(of_cli(text), [(text.to_owned(), instead.to_owned())]);
        assert_eq!(url(text).sqlite_path().unwrap(), url(instead).sqlite_path().unwrap());
    }
    for text in [
        "sqlite://app.db",
        "sqlite:///tmp/my%20app.db?mode=rw",
        "file:app.db",
        "file://localhost/tmp/app.db",
        "sqlite::memory:",
    ] {
        assert_eq!(of_cli(text), [], "{text}");
    }
    let url = url("sqlite:app.db");
    assert_eq!(url.warnings(SqliteFile::capabilities(&url)), []);
}

#[test]
fn diesel_does_not_read_the_default() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(schemes("sqlite"), default = "sqlite:app.db")]
        database: DieselUrl,
    }

    assert_eq!(Config::warnings(&[("OTHER", "")]).unwrap(), []);
    assert_eq!(Config::warnings(&[("DATABASE_URL", "sqlite:app.db")]).unwrap().len(), 1);
    assert_eq!(Config::warnings(&[("DATABASE_URL", "app.db")]).unwrap(), []);
}

#[test]
fn the_report_shows_the_absolute_path_and_whether_the_file_exists() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(env("FIRST_URL", "SECOND_URL"), default = "sqlite://new-e3.db")]
        database: DatabaseUrl,
    }

    let current = std::env::current_dir().unwrap();
    let report = Config::report(&[("OTHER", "")]).unwrap();
    let file = report.entries()[0].database().unwrap().file().unwrap();
    assert_eq!((file.path(), file.exists()), (&*current.join("new-e3.db"), false));
    assert!(report.to_string().contains(&format!("SQLite: {} (missing)", file.path().display())), "{report}");
    assert!(report.to_string().contains("default"), "{report}");

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    std::fs::write(&path, "").unwrap();
    let report = Config::report(&[("SECOND_URL", format!("sqlite://{}", path.display()))]).unwrap();
    assert_eq!(report.entries()[0].variable(), "SECOND_URL");
    let file = report.entries()[0].database().unwrap().file().unwrap();
    assert_eq!((file.path(), file.exists()), (Path::new(&path), true));

    for text in ["sqlite::memory:", "postgres://u@localhost/d"] {
        let report = Config::report(&[("FIRST_URL", text)]).unwrap();
        assert_eq!(report.entries()[0].database().unwrap().file(), None, "{text}");
    }
}

#[test]
fn control_characters_in_the_path_are_escaped() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: db_config::Connect<sqlx::SqlitePool>,
    }

    let loaded = Config::load(&[("DATABASE_URL", "sqlite:///tmp/a%1B%5B2J%0Ab%E2%80%AE.db")]).unwrap();
    let shown = r"/tmp/a\u{1b}[2J\nb\u{202e}.db (missing)";
    assert_eq!(loaded.config.database.file().unwrap().to_string(), shown);
    let text = format!("{:?} {:#?} {}", loaded.config.database, loaded.config.database, loaded.report);
    assert!(text.contains(shown) && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    let json = serde_json::to_string(&loaded.report).unwrap();
    assert!(json.contains(r"/tmp/a\\u{1b}[2J\\nb") && !json.contains('\u{202e}'), "{json}");
}

#[test]
fn connect_shows_which_variable_and_file_it_uses() {
    use db_config::Connect;

    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env("FIRST_URL", "SECOND_URL"), default = "sqlite://new-e3.db")]
        database: Connect<sqlx::SqlitePool>,
    }

    let current = std::env::current_dir().unwrap();
    let connect = Config::from_source(&[("OTHER", "")]).unwrap().database;
    assert_eq!(connect.source(), Some("the default (FIRST_URL and SECOND_URL are not set)"));
    let shown = format!("{connect:?}");
    let file = format!("file {} (missing), from the default (FIRST_URL", current.join("new-e3.db").display());
    assert!(shown.contains(&file), "{shown}");
    let connect = Config::from_source(&[("SECOND_URL", "sqlite::memory:")]).unwrap().database;
    assert_eq!((connect.source(), connect.file()), (Some("SECOND_URL"), None));
    let url: DatabaseUrl = "sqlite::memory:".parse().unwrap();
    assert_eq!(Connect::<sqlx::SqlitePool>::from_database_url(&url).unwrap().source(), None);
}
