//! TLS is never weaker than the URL asks for: the chosen TLS mode, and the TLS options of each client.

#[cfg(unix)]
mod certificate_files;
#[cfg(unix)]
mod certificates;
mod clients;
#[cfg(unix)]
mod connectors;
mod dialects;
mod hosts;
#[cfg(unix)]
mod local_servers;
mod mongodb_verifies;
#[cfg(unix)]
mod on_a_server;
mod places;
mod prefer;
mod redis;
mod reported;
mod statements;
#[cfg(unix)]
mod trusted_roots;

use db_config::TlsMode;
use tests::url;

fn mode(text: &str) -> TlsMode {
    url(text).tls().mode()
}
