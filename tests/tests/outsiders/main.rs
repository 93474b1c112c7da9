//! What other crates get: their own clients, their own sources, URLs as values.

mod clients;
mod sources;
mod urls;

use db_config::{DatabaseUrl, UrlError};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}
