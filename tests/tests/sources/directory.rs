//! A directory of mounted secrets.

use std::fs;
use std::path::Path;

use db_config::{DatabaseConfig, DatabaseUrl, Origin, SecretDirectory, Source};

use super::only_problem;

#[derive(Debug, DatabaseConfig)]
struct Config {
    database: DatabaseUrl,
    #[database(env = "API_KEY", secret)]
    key: Option<String>,
}

fn write(directory: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::write(directory.join(name), content).unwrap();
}

#[test]
fn each_file_is_the_value_of_a_variable() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "DATABASE_URL", "postgres://app@h/d\n");
    write(directory.path(), "database_password", "p@ss\r\n");
    write(directory.path(), "api_key", " key \n\n");
    let loaded = Config::load(&SecretDirectory::new(directory.path())).unwrap();
    assert_eq!(loaded.config.database.expose_secret(), "postgres://app@h/d");
    assert_eq!(loaded.config.database.password(), Some("p@ss"));
    assert_eq!(loaded.config.key.as_deref(), Some(" key \n"));
    assert_eq!(loaded.report.entries()[0].origin(), Some(Origin::File));
}

#[test]
fn another_source_comes_before_or_after() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "DATABASE_URL", "postgres://file/d");
    let secrets = SecretDirectory::new(directory.path());
    let url = |source: &dyn Source| Config::from_source(source).unwrap().database.host().unwrap().to_owned();
    assert_eq!(url(&[("DATABASE_URL", "postgres://map/d")].or(&secrets)), "map");
    assert_eq!(url(&[("OTHER", "")].or(&secrets)), "file");
    assert_eq!(url(&(&secrets).or([("DATABASE_URL", "postgres://map/d")])), "file");
}

#[test]
fn a_missing_file_or_directory_is_an_unset_variable() {
    let directory = tempfile::tempdir().unwrap();
    for path in ["", "missing"] {
        let error = Config::from_source(&SecretDirectory::new(directory.path().join(path))).unwrap_err();
        assert_eq!(only_problem(&error), ("DATABASE_URL", "not set"), "{path}");
    }
}

#[test]
fn a_path_that_is_no_directory_is_named() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "file", "");
    let error = Config::from_source(&SecretDirectory::new(directory.path().join("file"))).unwrap_err();
    assert!(error.to_string().contains("file/DATABASE_URL"), "{error}");
}

#[test]
fn a_name_never_leaves_the_directory() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "outside", "secret");
    fs::create_dir(directory.path().join("inside")).unwrap();
    let secrets = SecretDirectory::new(directory.path().join("inside"));
    for name in ["../outside", "..", ".", "/etc/passwd", "..\\outside", "C:x", "a\0b"] {
        assert!(matches!(secrets.get(name), Ok(None)), "{name}");
    }
}

#[test]
fn an_unreadable_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let message = || {
        let error = Config::from_source(&SecretDirectory::new(directory.path())).unwrap_err();
        let (variable, message) = only_problem(&error);
        assert_eq!(variable, "DATABASE_URL");
        assert!(!message.contains("hunter2"), "{message}");
        message.to_owned()
    };
    let path = directory.path().join("DATABASE_URL").display().to_string();
    write(directory.path(), "DATABASE_URL", vec![b'a'; (1 << 20) + 1]);
    assert!(message().ends_with(&format!("cannot read the file {path}: it is larger than 1 MiB")), "{}", message());
    write(directory.path(), "DATABASE_URL", b"postgres://app:hunter2\xff@h/d");
    assert!(message().ends_with("line 1 is not valid UTF-8"), "{}", message());
    fs::remove_file(directory.path().join("DATABASE_URL")).unwrap();
    fs::create_dir(directory.path().join("DATABASE_URL")).unwrap();
    assert!(message().ends_with("it is a directory"), "{}", message());
}

#[cfg(unix)]
#[test]
fn links_are_followed_as_kubernetes_makes_them() {
    use std::os::unix::fs::symlink;

    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("..2026_11_29")).unwrap();
    write(directory.path(), "..2026_11_29/DATABASE_URL", "postgres://h/d");
    symlink("..2026_11_29", directory.path().join("..data")).unwrap();
    symlink("..data/DATABASE_URL", directory.path().join("DATABASE_URL")).unwrap();
    let secrets = SecretDirectory::new(directory.path());
    assert_eq!(Config::from_source(&secrets).unwrap().database.host(), Some("h"));
    symlink("..data/missing", directory.path().join("API_KEY")).unwrap();
    let error = Config::from_source(&secrets).unwrap_err();
    assert_eq!(only_problem(&error).0, "API_KEY");
}
