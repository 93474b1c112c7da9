//! `NAME_FILE`: the variables that have one, and the files that db-config reads.

use std::path::{Path, PathBuf};
use std::time::Duration;

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, Origin, PoolSettings, ProblemKind};

use crate::only_problem;

pub const MIB: usize = 1024 * 1024;

#[derive(DatabaseConfig, Debug)]
struct Plain {
    #[database(env = "KEY", secret)]
    key: Option<String>,
}

/// Returns the content of a file, or the error message.
pub fn read(path: &Path) -> Result<String, String> {
    match Plain::from_source(&[("KEY_FILE", path.to_str().unwrap())]) {
        Ok(plain) => Ok(plain.key.unwrap()),
        Err(error) => {
            let (variable, message) = only_problem(&error);
            assert_eq!((variable, error.problems()[0].kind()), ("KEY_FILE", ProblemKind::Unreadable));
            Err(message.to_owned())
        }
    }
}

pub fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_file_has_at_most_one_mebibyte() {
    let directory = directory();
    let file = directory.path().join("secret");
    for len in [0, 1, MIB - 1, MIB] {
        std::fs::write(&file, "a".repeat(len)).unwrap();
        assert_eq!(read(&file).map(|text| text.len()), Ok(len));
    }
    std::fs::write(&file, "a".repeat(MIB - 1) + "\n").unwrap();
    assert_eq!(read(&file).map(|text| text.len()), Ok(MIB - 1));
    for text in ["a".repeat(MIB + 1), "a".repeat(MIB) + "\n", "a".repeat(3 * MIB)] {
        std::fs::write(&file, text).unwrap();
        let message = read(&file).unwrap_err();
        assert!(message.contains("larger than 1 MiB") && message.contains(file.to_str().unwrap()), "{message}");
    }
    // A sparse file needs no space on the disk. Windows would reserve it.
    #[cfg(unix)]
    std::fs::File::create(&file).unwrap().set_len(1 << 40).unwrap();
    #[cfg(unix)]
    assert!(read(&file).unwrap_err().contains("larger than 1 MiB"));
}

#[test]
fn one_newline_at_the_end_is_dropped() {
    let directory = directory();
    let file = directory.path().join("secret");
    for (text, expected) in [("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("\na", "\na"), ("a\r", "a\r"), ("\n", "")]
    {
        std::fs::write(&file, text).unwrap();
        assert_eq!(read(&file).as_deref(), Ok(expected), "{text:?}");
    }
    std::fs::write(&file, b"first\nsec\xffnd").unwrap();
    assert!(read(&file).unwrap_err().contains("line 2 is not valid UTF-8"));
    std::fs::write(&file, b"\xfe\xff\0a").unwrap();
    assert!(read(&file).unwrap_err().contains("UTF-16"));
}

#[derive(DatabaseConfig)]
struct All {
    #[database(max_connections = 20)]
    main: (DatabaseUrl, PoolSettings),
    #[database(env = "PG_URL", libpq_env)]
    libpq: Option<DatabaseUrl>,
    replicas: Option<Vec<DatabaseUrl>>,
    #[database(env = "PORT", parse)]
    port: Option<u16>,
    #[database(env = "TAGS", parse)]
    tags: Option<Vec<String>>,
    #[database(env = "CERT", parse)]
    certificate: Option<PathBuf>,
    #[database(env = "CERTS", parse)]
    certificates: Option<Vec<PathBuf>>,
}

/// Loads a configuration. Each of these variables names a file with the given content.
fn load(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Result<All, String> {
    let directory = directory();
    let mut source: Vec<(String, String)> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, text) in files {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        source.push((format!("{name}_FILE"), path.to_str().unwrap().to_owned()));
    }
    All::from_source(&source).map_err(|error| error.to_string())
}

#[test]
fn every_variable_has_a_file() {
    let files = [
        ("DATABASE_URL", "postgres://u@h.example.com/d\n"),
        ("DATABASE_MAX_CONNECTIONS", "33\n"),
        ("DATABASE_ACQUIRE_TIMEOUT", "7s\n"),
        ("DATABASE_REPLICA_URLS", "postgres://u@a/d,postgres://u@b/d\n"),
        ("PORT", "8080\n"),
        ("TAGS", "a,b\n"),
        ("PGPASSWORD", "S3cr3t\n"),
    ];
    let all = load(&files, &[("PGHOST", "h.example.com")]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(all.main.1.max_connections(), Some(33));
    assert_eq!(all.main.1.acquire_timeout(), Some(Duration::from_secs(7)));
    assert_eq!(all.replicas.unwrap().len(), 2);
    assert_eq!((all.port, all.tags.unwrap().join("+")), (Some(8080), "a+b".to_owned()));
    assert_eq!(all.libpq.unwrap().password(), Some("S3cr3t"));
}

#[test]
fn an_error_in_a_file_names_the_variable_of_the_file() {
    for (name, text) in [("DATABASE_MAX_CONNECTIONS", "S3cr3t"), ("DATABASE_MAX_CONNECTIONS", ""), ("PORT", "S3cr3t")] {
        let error = load(&[(name, text)], &[("DATABASE_URL", "sqlite:a.db")]).err().unwrap();
        assert!(error.contains(&format!("{name}_FILE (field")) && !error.contains("S3cr3t"), "{error}");
    }
    let url = ("DATABASE_URL", "postgres://u@h/d");
    for name in ["DATABASE_MAX_CONNECTIONS_FILE", "PGPASSWORD_FILE", "PORT_FILE", "DATABASE_REPLICA_URLS_FILE"] {
        let error = load(&[], &[url, ("PGHOST", "h"), (name, "/no/such/file")]).err().unwrap();
        assert!(error.contains(&format!("{name} (field")) && error.contains("/no/such/file"), "{error}");
    }
    // An unsupported pool option is only a warning.
    let directory = directory();
    let file = directory.path().join("count");
    std::fs::write(&file, "33").unwrap();
    let source = [("DATABASE_URL", "sqlite:a.db"), ("DATABASE_MAX_CONNECTIONS_FILE", file.to_str().unwrap())];
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct NoPool {
        database: PathBuf,
    }
    let warnings = NoPool::warnings(&source).unwrap();
    assert!(
        warnings.iter().any(|warning| warning.to_string().contains("ignoring `DATABASE_MAX_CONNECTIONS_FILE`")),
        "{warnings:?}"
    );
}

#[test]
fn no_file_for_a_path_and_for_libpqs_other_variables() {
    let url = ("DATABASE_URL", "postgres://u@h/d");
    // Many programs read `SSL_CERT_FILE`.
    let paths = [("CERT_FILE", "/etc/hostname"), ("CERTS_FILE", "/etc/hostname")];
    let all = load(&[], &[url, paths[0], paths[1]]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((all.certificate, all.certificates), (None, None));
    let all = load(&[], &[url, paths[0], ("CERT", "/ca.pem")]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(all.certificate, Some(PathBuf::from("/ca.pem")));

    #[derive(DatabaseConfig, Debug)]
    struct Path {
        #[database(env = "CERT", parse)]
        _path: PathBuf,
    }
    let error = Path::from_source(&paths).unwrap_err();
    assert!(!error.to_string().contains("CERT_FILE"), "{error}");

    for name in ["PGHOST", "PGUSER", "PGDATABASE", "PGPORT", "PGSSLMODE", "PGSSLROOTCERT", "PGPASSFILE"] {
        let file = format!("{name}_FILE");
        let all = load(&[], &[url, ("PG_URL", "postgres://u:p@h/d"), (&file, "/no/such/file")]);
        assert!(all.is_ok(), "{name}: {:?}", all.err());
    }
}

#[test]
fn an_empty_one_gives_way_to_the_other() {
    let directory = directory();
    let file = directory.path().join("secret");
    std::fs::write(&file, "postgres://u@file/d\n").unwrap();
    let path = file.to_str().unwrap();
    #[derive(DatabaseConfig, Debug)]
    struct Config {
        database: DatabaseUrl,
    }
    let host = |value: Option<&str>, file: Option<&str>| {
        let source = [("DATABASE_URL", value), ("DATABASE_URL_FILE", file)];
        let source: Vec<_> = source.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        match Config::from_source(&source) {
            Ok(config) => Ok(config.database.host().unwrap().to_owned()),
            Err(error) => Err((only_problem(&error).0.to_owned(), error.problems()[0].kind())),
        }
    };
    let url = Some("postgres://u@own/d");
    let problem = |name: &str, kind| Err((name.to_owned(), kind));
    assert_eq!(host(url, None), Ok("own".to_owned()));
    assert_eq!(host(url, Some("")), Ok("own".to_owned()));
    assert_eq!(host(None, Some(path)), Ok("file".to_owned()));
    assert_eq!(host(Some(""), Some(path)), Ok("file".to_owned()));
    assert_eq!(host(url, Some(path)), problem("DATABASE_URL", ProblemKind::SetTwice));
    assert_eq!(host(Some(""), None), problem("DATABASE_URL", ProblemKind::Empty));
    assert_eq!(host(Some(""), Some("")), problem("DATABASE_URL", ProblemKind::Empty));
    assert_eq!(host(None, Some("")), problem("DATABASE_URL_FILE", ProblemKind::Empty));
    assert_eq!(host(None, None), problem("DATABASE_URL", ProblemKind::Missing));

    // This also holds for pool options, and for libpq, which treats an empty variable as unset.
    let url = ("DATABASE_URL", "postgres://u@h/d");
    let all = load(&[("DATABASE_MAX_CONNECTIONS", "33")], &[url, ("DATABASE_MAX_CONNECTIONS", "")]).unwrap();
    assert_eq!(all.main.1.max_connections(), Some(33));
    let all = load(&[], &[url, ("DATABASE_MAX_CONNECTIONS", "34"), ("DATABASE_MAX_CONNECTIONS_FILE", "")]).unwrap();
    assert_eq!(all.main.1.max_connections(), Some(34));
    for (variables, password) in [
        (&[("PGPASSWORD", ""), ("PGPASSWORD_FILE", "")][..], None),
        (&[("PGPASSWORD_FILE", "")], None),
        (&[("PGPASSWORD", "own"), ("PGPASSWORD_FILE", "")], Some("own")),
    ] {
        let variables = [&[url, ("PGHOST", "h")], variables].concat();
        let url = load(&[], &variables).unwrap().libpq.unwrap();
        assert_eq!(url.password(), password);
    }
    let all = load(&[("PGPASSWORD", "file")], &[url, ("PGHOST", "h"), ("PGPASSWORD", "")]).unwrap();
    assert_eq!(all.libpq.unwrap().password(), Some("file"));
    let error = load(&[("PGPASSWORD", "S3cr3t")], &[url, ("PGHOST", "h"), ("PGPASSWORD", "S3cr3t")]).err().unwrap();
    assert!(error.contains("both PGPASSWORD (source) and PGPASSWORD_FILE (source) are set"), "{error}");
    assert!(!error.contains("S3cr3t"), "{error}");
}

#[test]
fn the_report_shows_that_it_was_a_file() {
    let directory = directory();
    let file = directory.path().join("port");
    std::fs::write(&file, "8080\n").unwrap();
    let path = file.to_str().unwrap();
    let report = All::report(&[("DATABASE_URL", "sqlite:a.db"), ("PORT_FILE", path)]).unwrap();
    let port = report.entries().iter().find(|entry| entry.field() == "port").unwrap();
    assert_eq!((port.variable(), port.origin()), ("PORT_FILE", Some(Origin::File)));
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Url {
    database: DatabaseUrl,
}

fn problem(name: &str, value: &str) -> ConfigError {
    Url::from_source(&[(name, value)]).expect_err(value)
}

#[test]
fn a_url_is_read_from_its_file() {
    let directory = directory();
    let file = directory.path().join("url");
    let path = file.to_str().unwrap();
    let read = |text: &str| {
        std::fs::write(&file, text).unwrap();
        Url::from_source(&[("DATABASE_URL_FILE", path)])
    };
    for text in ["postgres://h/d", "postgres://h/d\n", "postgres://h/d\r\n"] {
        assert_eq!(read(text).unwrap().database.database(), Some("d"));
    }
    let error = read("postgres://h/d\n\n").unwrap_err();
    assert_eq!(
        (error.problems()[0].variable(), error.problems()[0].kind()),
        ("DATABASE_URL_FILE", ProblemKind::Whitespace)
    );

    let error = problem("DATABASE_URL_FILE", "/no/such/file");
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable);
    assert!(error.to_string().contains("/no/such/file"), "{error}");
    std::fs::write(&file, [0xff, 0xfe]).unwrap();
    let error = problem("DATABASE_URL_FILE", path);
    assert!(error.to_string().contains("not valid UTF-8"), "{error}");
    let error = problem("DATABASE_URL_FILE", "postgres://u:hunter2@h/d");
    assert!(error.to_string().contains("expected a file path") && !error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn a_variable_and_its_file_are_not_both_set() {
    let both = [("DATABASE_URL", "postgres://h/d"), ("DATABASE_URL_FILE", "/no/such/file")];
    assert_eq!(Url::from_source(&both).unwrap_err().problems()[0].kind(), ProblemKind::SetTwice);
}

#[test]
fn a_path_is_shown() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("no such file").display().to_string();
    let error = problem("DATABASE_URL_FILE", &missing).to_string();
    assert!(error.contains(&format!("cannot read the file {missing}: ")), "{error}");
    // These paths are relative to the directory of this package, and they exist.
    for path in ["tests", "src/../tests"] {
        let error = problem("DATABASE_URL_FILE", path).to_string();
        assert!(error.contains(&format!("cannot read the file {path}: ")), "{error}");
    }
}
