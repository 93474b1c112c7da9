//! `servers KIND...`: runs throw-away servers for the programs of the docs pages, until the standard input ends.
//!
//! Each KIND is `postgres`, `mysql`, `mongodb`, `redis` or `rediss`. Prints the path of the servers' CA certificate on the first line, and
//! then the URL of each server on its own line.

#[cfg(unix)]
fn main() {
    use std::io::{Read, stdin};

    use tests::servers;

    println!("{}", servers::certificates().ca.display());
    for kind in std::env::args().skip(1) {
        // The program on the page sets the TLS mode.
        let (server, query) = match &*kind {
            "postgres" => (servers::postgres(), ""),
            "mysql" => (servers::mariadb(), ""),
            "mongodb" => (servers::mongodb(), "authSource=admin"),
            "redis" | "rediss" => (servers::redis(), ""),
            _ => panic!("unknown kind of server: `{kind}`"),
        };
        // The servers' certificate is valid for this name.
        let url = server.url_as(server.user, "localhost", query);
        match &*kind {
            "rediss" => println!("{}", url.replace(&format!(":{}/", server.port), &format!(":{}/", server.tls_port))),
            _ => println!("{url}"),
        }
    }
    let _ = stdin().read_to_end(&mut Vec::new());
}

#[cfg(not(unix))]
fn main() {}
