//! Plain variables: secrets, types that may contain a secret, and the `FromStr` errors of types.

use std::fmt::Debug;
use std::str::FromStr;

use db_config::{DatabaseConfig, Diagnosis};
use tests::canaries::Canary;
use tests::escaped;

use super::search::{Search, search_all};

/// Rejects every input. The error quotes the password from it.
#[derive(Debug)]
struct Picky;

impl FromStr for Picky {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let userinfo = text.split('@').next().unwrap_or_default();
        let password = userinfo.rsplit(':').next().unwrap_or_default();
        let end: String = password.chars().skip(1).collect();
        Err(format!("`{password}`, `{end}`, {end:?} in {text}"))
    }
}

/// Types with names from the standard library that contain the whole input.
mod own {
    #[derive(Debug)]
    pub struct Duration(#[allow(dead_code, reason = "for its `Debug`")] String);

    impl std::str::FromStr for Duration {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            Ok(Self(text.to_owned()))
        }
    }

    #[allow(non_camel_case_types)]
    pub type u16 = String;
    #[allow(non_camel_case_types)]
    pub type bool = Duration;
}

#[allow(clippy::box_collection)]
#[derive(DatabaseConfig)]
#[database(debug)]
#[allow(dead_code)]
struct Plain<T> {
    #[database(env = "SECRET", secret)]
    secret: String,
    #[database(env = "SECRETS", secret, separator = ";")]
    secrets: Vec<String>,
    #[database(env = "SERVICE", parse)]
    service: String,
    #[database(env = "SERVICES", separator = "|")]
    services: Vec<String>,
    #[database(env = "SERVICE_URL", parse)]
    url: Option<url::Url>,
    #[database(env = "SERVICE", parse)]
    directory: std::path::PathBuf,
    #[database(env = "SERVICE", parse)]
    boxed: Box<String>,
    #[database(env = "SERVICE", parse)]
    duration: own::Duration,
    #[database(env = "SERVICE", parse)]
    number: own::u16,
    #[database(env = "SERVICE", parse)]
    boolean: Option<own::bool>,
    #[database(env = "SERVICE", separator = "|")]
    numbers: Vec<own::u16>,
    #[database(env = "SERVICE", parse)]
    generic: T,
    #[database(env = "OTHER", parse, default = "8080")]
    port: u16,
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Wrong {
    #[database(env = "SECRET", secret)]
    number: u16,
    #[database(env = "SECRET", secret)]
    numbers: Vec<u16>,
    #[database(env = "SECRET", secret)]
    picky: Picky,
    #[database(env = "SERVICE", parse)]
    service: Picky,
    #[database(env = "SERVICE", parse)]
    services: Vec<Picky>,
    #[database(env = "SERVICE", parse)]
    yes: bool,
    #[database(env = "SERVICE", parse)]
    time: std::time::Duration,
}

#[test]
fn in_plain_variables() {
    search_all(search, &[]);
}

fn search(search: &mut Search) {
    let canary = search.canary.clone();
    let escaped = canary.escaped();
    for service in [
        format!("redis://:{escaped}@cache.example.com:6379/0"),
        format!("amqps://app:{escaped}@queue.example.com/v"),
        format!("https://{escaped}@sentry.example.com/1"),
        format!("smtp://mail.example.com?user=app&password={escaped}"),
        format!("app:{escaped}@cache.example.com:11211"),
        format!("jdbc:postgresql://h/d?user=app&password={escaped}"),
        format!("Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey={escaped}"),
        format!("DefaultEndpointsProtocol=https;AccountName=a;AccountKey={escaped}"),
        format!("host=h user=app password={escaped}"),
        format!("host=h user=app password=,{escaped}"),
        escaped.clone(),
        format!("{escaped} "),
        format!("https://ingest.example.com/v1?token={escaped}"),
        format!("{{\"user\":\"app\",\"password\":\"{escaped}\"}}"),
        format!("-----BEGIN PRIVATE KEY-----{escaped}-----END PRIVATE KEY-----"),
    ] {
        let source =
            [("SECRET", &canary.secret), ("SECRETS", &canary.secret), ("SERVICE", &service), ("SERVICES", &service)];
        let config = Plain::<String>::from_source(&source).unwrap_or_else(|error| panic!("{error}"));
        search.text("Plain", &format!("{config:?} {config:#?}"));
        search_report(search, &source);
        if service.contains("://") && url::Url::parse(&service).is_ok() {
            let source = [source[0], source[1], source[2], source[3], ("SERVICE_URL", &service)];
            let config = Plain::<String>::from_source(&source).unwrap_or_else(|error| panic!("{error}"));
            assert!(config.url.is_some());
            search.text("Plain", &format!("{config:?} {config:#?}"));
            search_report(search, &source);
        }
        let error = Wrong::from_source(&source).expect_err("every type rejects it");
        assert_eq!(error.problems().len(), 7, "{error}");
        search.error(&error);
        search.diagnostic(&Diagnosis::from(&error));
    }
}

fn search_report(search: &mut Search, source: &[(&str, &String)]) {
    let report = Plain::<String>::report(source).expect("it has loaded");
    search.both(&report);
    search.serialized(&report);
    let (_, problems) = (Plain::<String>::warnings(source), Plain::<String>::load(source).is_err());
    assert!(!problems);
}

/// Defines a type whose error reveals its input in some form.
macro_rules! revealing {
    ($name:ident, $text:ident => $message:expr) => {
        #[derive(Debug)]
        struct $name;

        impl FromStr for $name {
            type Err = String;

            fn from_str($text: &str) -> Result<Self, String> {
                Err($message)
            }
        }
    };
}

revealing!(Plainly, text => format!("cannot read {text}"));
revealing!(Quoted, text => format!("cannot read {text:?}"));
revealing!(Encoded, text => format!("cannot read {}", escaped(text)));
revealing!(FirstWord, text => format!("unexpected {:?}", text.split_whitespace().next().unwrap_or_default()));
revealing!(LastWord, text => format!("behind {:?}", text.split_whitespace().last().unwrap_or_default()));
revealing!(Pieces, text => format!("{:?}", text.split([';', ',', ':']).collect::<Vec<_>>()));
revealing!(Doubled, text => format!("cannot read {}", serde_json::to_string(text).unwrap()));

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Revealing {
    #[database(env = "KEY", parse)]
    plainly: Plainly,
    #[database(env = "KEY", parse)]
    quoted: Quoted,
    #[database(env = "KEY", parse)]
    encoded: Encoded,
    #[database(env = "KEY", parse)]
    first_word: FirstWord,
    #[database(env = "KEY", parse)]
    last_word: LastWord,
    #[database(env = "KEY", parse)]
    pieces: Pieces,
    #[database(env = "KEY", parse)]
    doubled: Doubled,
}

#[test]
fn no_error_of_another_type_shows_its_value() {
    let mut leaks = Vec::new();
    for canary in Canary::all() {
        let error = Revealing::from_source(&[("KEY", &canary.secret)]).unwrap_err();
        assert_eq!(error.problems().len(), 7, "{error}");
        for problem in error.problems() {
            if let Some(piece) = canary.find_in(&format!("{problem} {problem:?}")) {
                leaks.push(format!("{}: {piece} in {problem}", canary.secret));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}
