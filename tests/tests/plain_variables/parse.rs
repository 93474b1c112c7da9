//! `parse`: plain variables together with URLs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind};

use super::NOTHING;

#[test]
fn values() {
    // The struct's attributes apply only to URLs, except for the prefix.
    #[derive(DatabaseConfig)]
    #[database(prefix = "APP_", default = "sqlite:/app.db", schemes("sqlite"), default_tls = "off", libpq_env)]
    struct Config {
        url: DatabaseUrl,
        /// The server's.
        #[database(env = "PORT", parse, default = "8080")]
        port: u16,
        #[database(env("LISTEN", "ADDRESS"), parse, default = "[::1]:8080")]
        listen: SocketAddr,
        #[database(env = "WORKERS", parse)]
        workers: Option<usize>,
        // A plain value can look like a scheme or a placeholder.
        #[database(env = "TEXT", parse, default = "http://${HOST}")]
        text: String,
    }

    let config = Config::from_source(&NOTHING).unwrap();
    assert_eq!(config.url.expose_secret(), "sqlite:/app.db");
    assert_eq!(config.port, 8080);
    assert_eq!(config.listen.to_string(), "[::1]:8080");
    assert_eq!(config.workers, None);
    assert_eq!(config.text, "http://${HOST}");

    let source = [("APP_PORT", "1"), ("APP_ADDRESS", "0.0.0.0:2"), ("APP_WORKERS", "3"), ("APP_TEXT", "")];
    let config = Config::from_source(&source).unwrap();
    assert_eq!(config.port, 1);
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.workers, Some(3));
    assert_eq!(config.text, "");

    let [_, port, listen, workers, _] = Config::fields() else { panic!() };
    assert_eq!(port.field(), "port");
    assert_eq!(port.variables(), ["APP_PORT"]);
    assert_eq!(port.default_value(), Some("8080"));
    assert_eq!(port.doc(), "The server's.");
    assert!(port.schemes().is_empty());
    assert!(!port.is_optional());
    assert_eq!(listen.variables(), ["APP_LISTEN", "APP_ADDRESS"]);
    assert_eq!(workers.default_value(), None);
    assert!(workers.is_optional());
}

#[test]
fn problems() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Config {
        cache: PathBuf,
        #[database(env = "PORT", parse)]
        port: u16,
        #[database(env = "WORKERS", parse)]
        workers: Option<u8>,
        #[database(env = "SIZE", parse, default = "much")]
        size: u64,
    }

    let error = Config::from_source(&[("WORKERS", "s3cret")]).unwrap_err();
    let problems = error.problems().iter().map(|problem| (problem.variable(), problem.field(), problem.kind()));
    assert_eq!(
        problems.collect::<Vec<_>>(),
        [
            ("DATABASE_URL", "cache", ProblemKind::Missing),
            ("PORT", "port", ProblemKind::Missing),
            ("WORKERS", "workers", ProblemKind::InvalidValue),
            ("SIZE", "size", ProblemKind::InvalidValue),
        ],
    );
    let report = error.to_string();
    assert!(report.contains("invalid digit") && !report.contains("s3cret"), "{report}");
}

#[test]
fn shared_variable() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "PORT", parse, default = "80")]
        port: u16,
        #[database(env = "PORT", parse, default = "80")]
        text: String,
    }

    let config = Config::from_source(&[("PORT", "8080")]).unwrap();
    assert_eq!(config.port.to_string(), config.text);
}

#[test]
fn generics() {
    #[derive(DatabaseConfig)]
    struct Config<'a, T, const N: usize> {
        #[database(env = "VALUE", parse)]
        value: T,
        #[database(env = "OTHER", parse)]
        other: Option<T>,
        #[database(env = "ARRAY", parse, default = "a b")]
        array: Array<N>,
        #[database(skip)]
        marker: std::marker::PhantomData<&'a T>,
    }

    struct Array<const N: usize>([String; N]);

    impl<const N: usize> FromStr for Array<N> {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            words.try_into().map(Array).map_err(|words| format!("{} words", words.len()))
        }
    }

    let config = Config::<i32, 2>::from_source(&[("VALUE", "-1")]).unwrap();
    assert_eq!(config.value, -1);
    assert_eq!(config.other, None);
    assert_eq!(config.array.0, ["a", "b"]);
    let _ = config.marker;

    let Err(error) = Config::<char, 3>::from_source(&[("VALUE", "a"), ("OTHER", "b")]) else { panic!() };
    assert!(error.to_string().contains("2 words"), "{error}");
}

#[test]
fn names_from_a_macro() {
    macro_rules! config {
        ($name:ident, $field:ident: $ty:ty, $variable:literal, $default:expr) => {
            #[derive(DatabaseConfig)]
            struct $name {
                #[database(env = $variable, parse, default = $default)]
                $field: $ty,
                #[database(env = "WORKERS", parse)]
                workers: Option<$ty>,
            }
        };
    }
    config!(Config, port: std::num::NonZero<u16>, "PORT", "8080");

    let config = Config::from_source(&NOTHING).unwrap();
    assert_eq!(config.port.get(), 8080);
    assert_eq!(config.workers, None);
}
