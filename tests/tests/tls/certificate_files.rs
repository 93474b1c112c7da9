//! Certificate files that the client could not read.

use std::os::unix::fs::PermissionsExt;

use db_config::{Capabilities, DatabaseConfig, DatabaseUrl, WarningKind};
use tests::url;

/// The name, the path and the reason of each warning about a file.
fn unreadable(text: &str) -> Vec<(String, String, String)> {
    let warnings = url(text).warnings(Capabilities::ALL).into_iter();
    let files = warnings.filter_map(|warning| match warning {
        WarningKind::UnreadableCertificate { name, path, reason } => Some((name, path.display().to_string(), reason)),
        _ => None,
    });
    files.collect()
}

fn owned(names: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    names.iter().map(|(name, path, reason)| ((*name).into(), (*path).into(), (*reason).into())).collect()
}

#[test]
fn a_missing_file_is_a_warning_with_its_path() {
    let missing = "it does not exist";
    for (text, expected) in [
        ("postgres://u@h/d?sslrootcert=/nonexistent/ca.pem", &[("sslrootcert", "/nonexistent/ca.pem", missing)][..]),
        ("mysql://u@h/d?ssl-ca=/nonexistent/ca.pem", &[("ssl-ca", "/nonexistent/ca.pem", missing)]),
        ("mongodb://h/d?tlsCAFile=/nonexistent/ca.pem", &[("tlsCAFile", "/nonexistent/ca.pem", missing)]),
        (
            "postgres://u@h/d?sslmode=require&sslcert=/nonexistent/c&sslkey=/nonexistent/k",
            &[("sslcert", "/nonexistent/c", missing), ("sslkey", "/nonexistent/k", missing)],
        ),
        (
            "postgres://u@h/d?sslmode=verify-full&sslrootcert=~/ca.pem",
            &[("sslrootcert", "~/ca.pem", "only a shell replaces `~`")],
        ),
        ("postgres://u@h/d?sslrootcert=/", &[("sslrootcert", "/", "it is a directory")]),
        // One file for several parameters, and one parameter for several purposes.
        (
            "postgres://u@h/d?sslmode=verify-full&sslrootcert=/nonexistent/all&sslcert=/nonexistent/all&sslkey=/nonexistent/all",
            &[
                ("sslrootcert", "/nonexistent/all", missing),
                ("sslcert", "/nonexistent/all", missing),
                ("sslkey", "/nonexistent/all", missing),
            ],
        ),
        (
            "mongodb://h/d?tls=true&tlsCertificateKeyFile=/nonexistent/c.pem",
            &[("tlsCertificateKeyFile", "/nonexistent/c.pem", missing)],
        ),
        (
            "postgres://u@h/d?sslaccept=strict&sslcert=/nonexistent/ca.pem",
            &[("sslcert", "/nonexistent/ca.pem", missing)],
        ),
        ("postgres://u@h/d?sslrootcert=", &[]),
        // Not used, which has a warning of its own.
        ("postgres://u@h/d?sslmode=disable&sslrootcert=/nonexistent/ca.pem", &[]),
        ("postgres://u@h/d?sslmode=verify-full&sslrootcert=system", &[]),
        ("postgres://u@%2Frun%2Fpg/d?sslrootcert=/nonexistent/ca.pem", &[]),
    ] {
        assert_eq!(unreadable(text), owned(expected), "{text}");
    }
}

#[test]
fn a_file_that_can_be_read_is_no_warning() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ca.pem");
    std::fs::write(&path, "").unwrap();
    let text = format!("postgres://u@h/d?sslrootcert={}", path.display());
    assert_eq!(unreadable(&text), []);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o0)).unwrap();
    // root can read it all the same.
    let expected = match std::fs::File::open(&path) {
        Ok(_) => vec![],
        Err(_) => owned(&[("sslrootcert", path.to_str().unwrap(), "permission denied")]),
    };
    assert_eq!(unreadable(&text), expected);
}

#[test]
fn a_file_that_the_field_type_ignores_has_one_warning() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        tokio_postgres: tokio_postgres::Config,
        refinery: refinery::config::Config,
    }

    for files in [
        &[("PGSSLROOTCERT", "/nonexistent/ca.pem")][..],
        &[("PGSSLCERT", "/nonexistent/c.pem"), ("PGSSLKEY", "/nonexistent/k.pem")],
    ] {
        let source = [&[("DATABASE_URL", "postgres://u@db.example.com/d")], files].concat();
        let warnings = Config::warnings(&source).unwrap_or_else(|error| panic!("{error}"));
        for field in ["tokio_postgres", "refinery"] {
            let kinds: Vec<_> = warnings.iter().filter(|warning| warning.field() == field).collect();
            let is_ignored =
                matches!(kinds[..], [warning] if matches!(warning.kind(), WarningKind::UnheldCertificate { .. }));
            assert!(is_ignored, "{field}: {kinds:?}");
        }
    }
}

#[test]
fn a_file_of_a_variable_is_named_by_the_variable() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: DatabaseUrl,
    }

    let source = [("DATABASE_URL", "postgres://u@db.example.com/d"), ("PGSSLROOTCERT", "/nonexistent/ca.pem")];
    let warnings: Vec<_> = Config::warnings(&source).unwrap().iter().map(ToString::to_string).collect();
    let expected = "DATABASE_URL (field `database`): cannot read `/nonexistent/ca.pem` of `PGSSLROOTCERT`: it does not exist; use \
                    the absolute path of a readable file";
    assert!(warnings.contains(&expected.to_owned()), "{warnings:?}");
}
