//! The outcome of the same URLs for every client on real servers: an encrypted connection, a plain one, or an error.

use std::error::Error;
use std::fmt::Debug;

use db_config::DatabaseUrl;

use crate::escaped;
use crate::servers::{self, CERT_USER, PASSWORD, SSL_REQUEST, Server, TLS_USER, certificates};

/// Whether the connection is encrypted, according to the server.
pub type Encrypted = Result<bool, Box<dyn Error + Send + Sync>>;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Outcome {
    Plain,
    Encrypted,
    Refused,
}
use Outcome::{Plain, Refused};

/// How a client's `verify-ca` treats a certificate for another name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VerifyCa {
    /// The client accepts it, as libpq does.
    AnyName,
    /// The client rejects it, which is stricter than the mode requires.
    OnlyTheHosts,
    /// db-config rejects the mode with a CA certificate, because the client would trust other CAs too.
    Unsupported,
}

/// Whether a client of MySQL supports `prefer`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Prefer {
    /// The host table's `prefer` encrypts.
    Supported,
    /// The host table's `prefer` becomes `off`.
    Unsupported,
}

/// Connects to PostgreSQL in every way. `connect` builds the client options from the URL and asks the server whether
/// the connection is encrypted.
pub async fn postgres<F: Future<Output = Encrypted>>(verify_ca: VerifyCa, connect: impl Fn(DatabaseUrl) -> F) {
    let server = servers::postgres();
    let socket = escaped(server.socket.to_str().expect("a directory for tests"));
    let mut cases = tls_cases(
        server,
        ["sslmode", "disable", "prefer", "require", "verify-ca", "verify-full"],
        "sslrootcert",
        verify_ca,
        Prefer::Supported,
    );
    cases.push((server.url_as(server.user, &socket, ""), Plain));
    cases.push((client_certificate(server, "sslcert", "sslkey"), Outcome::Encrypted));
    let directory =
        server.url_as(server.user, "ignored", &format!("host={socket}")).replace("ignored:", "ignored.example:");
    cases.push((directory, Plain));
    run(cases, &connect).await;

    let refuses = servers::refuses_tls();
    let url = |mode: &str| format!("postgres://app:pw@{}/app?sslmode={mode}", refuses.address);
    for mode in ["require", "verify-ca", "verify-full"] {
        assert!(connect(parse(&url(mode))).await.is_err(), "{mode} connected without TLS");
    }
    assert!(!refuses.first_messages().is_empty());
    assert!(
        refuses.first_messages().iter().all(|message| *message == SSL_REQUEST),
        "the client sent more than a request for TLS"
    );
    let refuses = servers::refuses_tls();
    let url = |query: &str| format!("postgres://app:pw@{}/app{query}", refuses.address);
    assert!(connect(parse(&url("?sslmode=disable"))).await.is_err());
    assert!(
        refuses.first_messages().iter().all(|message| !message.starts_with(&SSL_REQUEST)),
        "the client requested TLS"
    );
    assert!(!refuses.first_messages().is_empty());
    let before = refuses.first_messages().len();
    assert!(connect(parse(&url(""))).await.is_err());
    assert!(
        refuses.first_messages()[before..].iter().any(|message| message.starts_with(&SSL_REQUEST)),
        "the client did not request TLS"
    );
}

/// Connects to MariaDB in every way.
pub async fn mariadb<F: Future<Output = Encrypted>>(
    verify_ca: VerifyCa,
    prefer: Prefer,
    connect: impl Fn(DatabaseUrl) -> F,
) {
    let server = servers::mariadb();
    let socket = escaped(server.socket.to_str().expect("a directory for tests"));
    let modes = ["ssl-mode", "DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"];
    let mut cases = tls_cases(server, modes, "ssl-ca", verify_ca, prefer);
    cases.push((server.url_as(server.user, "ignored.example", &format!("socket={socket}")), Plain));
    cases.push((client_certificate(server, "ssl-cert", "ssl-key"), Outcome::Encrypted));
    cases.push((server.url_as(server.user, server.host, "sslaccept=strict"), Refused));
    run(cases, &connect).await;
}

/// Returns the cases over TCP. `modes` are the query parameter and its five values.
fn tls_cases(
    server: &Server,
    modes: [&str; 6],
    ca_key: &str,
    of_another_name: VerifyCa,
    supports_prefer: Prefer,
) -> Vec<(String, Outcome)> {
    let [key, off, prefer, require, verify_ca, verify_full] = modes;
    let (ca, other) = (certificates().ca.display(), certificates().other_ca.display());
    let case = |user, host, query: String, outcome| (server.url_as(user, host, &query), outcome);
    let (app, ip, name) = (server.user, server.host, "localhost");
    // The host table has `prefer` for this machine. TLS is off if the client does not support `prefer`.
    let by_host = if supports_prefer == Prefer::Supported { Outcome::Encrypted } else { Plain };
    vec![
        case(app, ip, format!("{key}={off}"), Plain),
        case(app, ip, String::new(), by_host),
        case(app, name, String::new(), by_host),
        case(app, ip, format!("{key}={prefer}"), Outcome::Encrypted),
        case(app, ip, format!("{key}={require}"), Outcome::Encrypted),
        case(
            app,
            name,
            format!("{key}={verify_ca}&{ca_key}={ca}"),
            if of_another_name == VerifyCa::Unsupported { Refused } else { Outcome::Encrypted },
        ),
        case(
            app,
            ip,
            format!("{key}={verify_ca}&{ca_key}={ca}"),
            if of_another_name == VerifyCa::AnyName { Outcome::Encrypted } else { Refused },
        ),
        case(app, ip, format!("{key}={verify_ca}&{ca_key}={other}"), Refused),
        case(app, name, format!("{key}={verify_full}&{ca_key}={ca}"), Outcome::Encrypted),
        case(app, name, format!("{ca_key}={ca}"), Outcome::Encrypted),
        case(app, name, format!("{key}={verify_full}&{ca_key}={other}"), Refused),
        case(app, ip, format!("{key}={verify_full}&{ca_key}={ca}"), Refused),
        case(TLS_USER, ip, format!("{key}={off}"), Refused),
        case(TLS_USER, ip, format!("{key}={require}"), Outcome::Encrypted),
        (server.url().replace(&escaped(PASSWORD), "wrong"), Refused),
    ]
}

fn client_certificate(server: &Server, cert_key: &str, key_key: &str) -> String {
    let certificates = certificates();
    let (cert, key) = (certificates.client_cert.display(), certificates.client_key.display());
    let mode = if server.scheme == "postgres" { "sslmode=require" } else { "ssl-mode=REQUIRED" };
    server.url_as(CERT_USER, server.host, &format!("{mode}&{cert_key}={cert}&{key_key}={key}"))
}

async fn run<F: Future<Output = Encrypted>>(cases: Vec<(String, Outcome)>, connect: &impl Fn(DatabaseUrl) -> F) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let url = parse(&text);
        let result = connect(url.clone()).await;
        let outcome = match &result {
            Ok(false) => Plain,
            Ok(true) => Outcome::Encrypted,
            Err(_) => Refused,
        };
        if outcome != expected {
            wrong.push(format!("{url}: {expected:?} expected, not {result:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn parse(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: db_config::UrlError| panic!("{text}: {error}"))
}

/// Checks that db-config rejects the URL because the client does not support `what`.
pub fn refused<T: Debug>(result: Result<T, db_config::UrlError>, what: &str) {
    let error = result.expect_err("expected an error").to_string();
    assert!(error.contains(what), "{error}");
}
