//! TLS is never weaker than the URL asks for: what is decided, and what each client's settings say about it.

mod certificates;
mod clients;
mod hosts;
mod local_servers;
mod mongodb_verifies;
mod on_a_server;
mod places;
mod reported;
mod statements;

use db_config::{DatabaseUrl, TlsMode, UrlError};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

fn error(text: &str) -> UrlError {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => panic!("{text} is accepted: {}", url.tls()),
        Err(error) => error,
    }
}

fn mode(text: &str) -> TlsMode {
    url(text).tls().mode()
}
