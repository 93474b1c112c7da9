//! What the tests of all servers share.

use tests::canaries::WRONG;
use tests::escaped;
use tests::servers::{PASSWORD, Server, certificates};

use crate::client::Fault;

/// The keys of a URL in the words of one database.
pub struct Words {
    /// In every URL.
    pub always: &'static str,
    pub off: &'static str,
    pub require: &'static str,
    pub verify: &'static str,
    pub root: &'static str,
    /// Keeps a pool from waiting for long until the server has started.
    pub impatient: &'static str,
}

pub struct Servers<'a> {
    pub good: &'static Server,
    /// The host and port of one whose certificate, for `localhost`, has expired.
    pub expired: &'a str,
    pub without_tls: &'static Server,
}

/// r2d2 asks again and again, whatever the server says.
#[cfg(any(feature = "libpq", feature = "libmysqlclient"))]
pub const R2D2_WAITS: std::time::Duration = std::time::Duration::from_secs(3);

/// What every server can refuse.
pub fn faults(words: &Words, servers: &Servers) -> Vec<Fault> {
    let Words { always, off, require, verify, root, impatient } = words;
    let Servers { good, expired, without_tls } = servers;
    let root = format!("{root}={}", certificates().ca.display());
    let over = |server: &Server, host: &str, keys: &[&str]| {
        let keys: Vec<_> = [always].into_iter().chain(keys).copied().filter(|key| !key.is_empty()).collect();
        server.url_as(server.user, host, &keys.join("&"))
    };
    let instead = |host: &str, keys: &[&str]| over(good, "HOST", keys).replace(&format!("HOST:{}", good.port), host);
    let fault = |name, help, url| Fault { name, help, url };
    vec![
        fault(
            "nothing listens",
            "start the server, or correct the host and the port; a pool retries until its `acquire_timeout`",
            instead(&closed_port(), &[off, impatient]),
        ),
        fault(
            "wrong password",
            "set the password; in a URL, escape everything but letters and digits",
            over(good, good.host, &[off]).replace(&escaped(PASSWORD), &escaped(WRONG)),
        ),
        fault(
            "no such host in DNS",
            "correct the name; private names (`*.internal`, compose services) resolve only in their own network",
            over(good, "db.invalid", &[]),
        ),
        fault(
            "TLS demanded, server without TLS",
            "turn on TLS in the server; write the mode `disable` only where nobody can listen",
            over(without_tls, without_tls.host, &[require]),
        ),
        fault("certificate expired", "renew the certificate; check the clock", instead(expired, &[verify, &root])),
        fault(
            "certificate of another name",
            "write the host that is in the certificate",
            over(good, good.host, &[verify, &root]),
        ),
        fault(
            "certificate of an unknown authority",
            "name the authority's file in the URL (`sslrootcert`, `ssl-ca`, `tlsCAFile`)",
            over(good, "localhost", &[verify]),
        ),
    ]
}

fn closed_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its port").to_string()
}
