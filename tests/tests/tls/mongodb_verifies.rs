//! MongoDB verifies certificates by default.

use db_config::{FromDatabaseUrl, ProblemKind, TlsMode};
use mongodb::options::{ClientOptions, Tls, TlsOptions};
use tests::{error, url};

use super::mode;

use TlsMode::{Off, Require, VerifyFull};

fn tls(text: &str) -> Option<Tls> {
    ClientOptions::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}")).tls
}

fn enabled(change: fn(&mut TlsOptions)) -> Option<Tls> {
    let mut options = TlsOptions::default();
    change(&mut options);
    Some(Tls::Enabled(options))
}

#[test]
fn if_the_host_implies_tls() {
    for text in [
        "mongodb://db.example.com/d",
        "mongodb://[2001:db8::1]/d",
        "mongodb://localhost,db.example.com/d",
        "mongodb://db.example.com,mongo/d",
    ] {
        assert_eq!((mode(text), tls(text)), (VerifyFull, enabled(|_| ())), "{text}");
    }
    // MongoDB does not support `prefer`.
    for text in ["mongodb://10.0.0.5/d", "mongodb://172.18.0.3:27017/x", "mongodb://mongo/d", "mongodb://localhost/d"] {
        assert_eq!((mode(text), tls(text)), (Off, Some(Tls::Disabled)), "{text}");
        assert!(url(text).tls().reason().to_string().contains("`prefer`"), "{}", url(text).tls());
    }
}

#[test]
fn with_an_explicit_parameter() {
    for query in ["tlsInsecure=false", "tlsAllowInvalidCertificates=false", "tlsAllowInvalidHostnames=false"] {
        for text in [format!("mongodb://db.example.com/?{query}"), format!("mongodb://mongo/?{query}&tls=true")] {
            assert_eq!((mode(&text), tls(&text)), (VerifyFull, enabled(|_| ())), "{text}");
        }
    }
}

#[test]
fn with_a_client_certificate_alone() {
    let options = enabled(|options| options.cert_key_file_path = Some("/client.pem".into()));
    for host in ["db.example.com", "mongo", "localhost"] {
        let text = format!("mongodb://{host}/?tlsCertificateKeyFile=/client.pem");
        assert_eq!((mode(&text), tls(&text)), (VerifyFull, options.clone()), "{text}");
    }
}

#[test]
fn unless_the_url_turns_it_off() {
    let unverified = enabled(|options| options.allow_invalid_certificates = Some(true));
    for query in ["tlsInsecure=true", "tls=true&tlsInsecure=true", "tlsAllowInvalidCertificates=true"] {
        let text = format!("mongodb://db.example.com/?{query}");
        assert_eq!((mode(&text), tls(&text)), (Require, unverified.clone()), "{text}");
    }
}

/// MongoDB's URI options specification makes these parameters exclude each other, regardless of their values.
#[test]
fn and_rejects_two_parameters_for_insecure() {
    for (insecure, other) in [
        ("tlsInsecure=true", "tlsAllowInvalidCertificates=true"),
        ("tlsInsecure=true", "tlsAllowInvalidCertificates=false"),
        ("tlsInsecure=false", "tlsAllowInvalidCertificates=true"),
        ("tlsInsecure=false", "tlsAllowInvalidCertificates=false"),
        ("tlsInsecure=true", "tlsAllowInvalidHostnames=true"),
        ("tlsInsecure=false", "tlsAllowInvalidHostnames=false"),
        ("tlsinsecure=true", "TLSALLOWINVALIDCERTIFICATES=true"),
    ] {
        for query in [format!("{insecure}&{other}"), format!("{other}&tls=true&{insecure}")] {
            let error = error(&format!("mongodb://db.example.com/?{query}"));
            assert_eq!(error.kind(), ProblemKind::Contradiction, "{query}");
            let (insecure, other) = (insecure.split_once('=').unwrap().0, other.split_once('=').unwrap().0);
            assert!(error.to_string().contains(insecure) && error.to_string().contains(other), "{error}");
        }
    }
}
