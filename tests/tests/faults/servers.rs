//! What the tests of all servers share.

use tests::servers::{PASSWORD, Server, certificates, escaped};

use crate::client::Fault;
use crate::secrets::WRONG;

/// The keys of a URL that are about TLS, in the words of one database.
pub struct Words {
    pub require: &'static str,
    pub verify: &'static str,
    pub root: &'static str,
}

/// The server as it should be, with an expired certificate (its URL for a query), and without TLS.
pub struct Servers {
    pub good: &'static Server,
    pub expired: fn(&str) -> String,
    pub without_tls: &'static Server,
}

/// What every server can refuse; `waiting` is what keeps a client from waiting for long.
pub fn faults(Words { require, verify, root }: Words, servers: &Servers, waiting: &str) -> Vec<Fault> {
    let Servers { good, expired, without_tls } = servers;
    let ca = certificates().ca.display();
    let over = |server: &Server, host: &str, query: &str| server.url_as(server.user, host, &format!("{query}&{waiting}"));
    let fault = |name, remedy, url| Fault { name, remedy, url };
    vec![
        fault(
            "nothing listens",
            "start the server, or mend the host and the port; a pool asks again until its `acquire_timeout`",
            over(good, good.host, good.query).replace(&format!(":{}/", good.port), &format!(":{}/", closed_port())),
        ),
        fault(
            "wrong password",
            "set the password; in a URL escape what is no letter or digit",
            over(good, good.host, good.query).replace(&escaped(PASSWORD), &escaped(WRONG)),
        ),
        fault(
            "no such host in DNS",
            "mend the name; private names (`*.internal`, compose services) resolve in their network alone",
            over(good, "db.invalid", ""),
        ),
        fault(
            "TLS demanded, server without TLS",
            "turn on TLS in the server; write the mode `disable` only where nobody can listen",
            over(without_tls, without_tls.host, require),
        ),
        fault(
            "certificate expired",
            "renew the certificate; check the clock",
            expired(&format!("{verify}&{root}={ca}&{waiting}")),
        ),
        fault(
            "certificate of another name",
            "write the host that is in the certificate",
            over(good, good.host, &format!("{verify}&{root}={ca}")),
        ),
        fault(
            "certificate of an unknown authority",
            "name the authority's file in the URL (`sslrootcert`, `ssl-ca`, `tlsCAFile`)",
            over(good, "localhost", verify),
        ),
    ]
}

fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its port").port()
}
