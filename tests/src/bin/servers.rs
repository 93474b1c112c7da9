//! `servers KIND...`: throw-away servers for the programs of the pages, until the standard input ends.
//!
//! Each KIND is `postgres`, `mysql` or `mongodb`. Prints the path of the servers' CA certificate, and then the URL of each
//! server, each on a line.

#[cfg(unix)]
fn main() {
    use std::io::{Read, stdin};

    use tests::servers;

    println!("{}", servers::certificates().ca.display());
    for kind in std::env::args().skip(1) {
        // The page names the TLS mode.
        let (server, query) = match &*kind {
            "postgres" => (servers::postgres(), ""),
            "mysql" => (servers::mariadb(), ""),
            "mongodb" => (servers::mongodb(), "authSource=admin"),
            _ => panic!("unknown kind of server: `{kind}`"),
        };
        // The name in the servers' certificate.
        println!("{}", server.url_as(server.user, "localhost", query));
    }
    let _ = stdin().read_to_end(&mut Vec::new());
}

#[cfg(not(unix))]
fn main() {}
