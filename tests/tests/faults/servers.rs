//! The faults that the tests of all servers share.

use tests::canaries::WRONG;
use tests::escaped;
use tests::servers::{PASSWORD, Server, certificates};

use crate::client::Fault;

/// Query parameters in one database's URLs.
pub struct Parameters {
    /// In every URL.
    pub always: &'static str,
    pub off: &'static str,
    pub require: &'static str,
    pub verify: &'static str,
    /// The name of the parameter for the CA certificate.
    pub root: &'static str,
    /// Keeps a pool from retrying for long.
    pub impatient: &'static str,
}

pub struct Servers<'a> {
    pub good: &'static Server,
    /// The host and port of a server whose certificate for `localhost` has expired.
    pub expired: &'a str,
    pub without_tls: &'static Server,
}

/// r2d2 retries after every error.
pub const R2D2_WAITS: std::time::Duration = std::time::Duration::from_secs(3);

/// A name that no resolver finds.
pub const UNKNOWN_HOST: &str = "db.invalid";

/// Returns the faults that every server can have.
pub fn faults(parameters: &Parameters, servers: &Servers) -> Vec<Fault> {
    let Parameters { always, off, require, verify, root, impatient } = parameters;
    let Servers { good, expired, without_tls } = servers;
    let with_root = format!("{root}={}", certificates().ca.display());
    let over = |server: &Server, host: &str, parameters: &[&str]| {
        let parameters: Vec<_> =
            [always].into_iter().chain(parameters).copied().filter(|parameter| !parameter.is_empty()).collect();
        server.url_as(server.user, host, &parameters.join("&"))
    };
    let instead =
        |host: &str, parameters: &[&str]| over(good, "HOST", parameters).replace(&format!("HOST:{}", good.port), host);
    let fault = |name, help: &str, url| Fault { name, help: help.to_owned(), url };
    vec![
        fault(
            "no server at this port",
            "start the server, or correct the host and port",
            instead(&closed_port(), &[off, impatient]),
        ),
        fault(
            "wrong password",
            "correct the password, and percent-encode its special characters",
            over(good, good.host, &[off]).replace(&escaped(PASSWORD), &escaped(WRONG)),
        ),
        fault(
            "unknown host name",
            "correct the name, or connect from its network: names such as `db.internal` are private",
            over(good, UNKNOWN_HOST, &[]),
        ),
        fault(
            "TLS required, server without TLS",
            &format!("enable TLS on the server, or set `{off}` if the network is trusted"),
            over(without_tls, without_tls.host, &[require]),
        ),
        fault(
            "expired certificate",
            "renew the server's certificate, or correct the clock",
            instead(expired, &[verify, &with_root]),
        ),
        fault(
            "certificate for another host",
            "use a host name that the certificate contains",
            over(good, good.host, &[verify, &with_root]),
        ),
        fault(
            "certificate of an unknown CA",
            &format!("name the CA certificate with `{root}`, or add it to the trusted roots"),
            over(good, "localhost", &[verify]),
        ),
    ]
}

fn closed_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its port").to_string()
}
