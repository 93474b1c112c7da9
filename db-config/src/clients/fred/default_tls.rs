//! TLS with the client's own connector, which holds no certificates and always verifies the server.

use std::panic::catch_unwind;

use fred::types::config::Config;

use super::CLIENT;
use crate::clients::common::without_tls;
use crate::error::UrlError;
use crate::tls::{TlsMode, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};

/// Returns options with TLS.
pub(super) fn config(url: &DatabaseUrl, tls: &TlsPlan) -> Result<Config, UrlError> {
    // With rustls, the client panics if the process has no cryptography provider.
    let config = catch_unwind(|| Config::from_url("rediss://localhost")).map_err(|_| {
        let error = UrlError::new("fred cannot build a TLS connector: no rustls `CryptoProvider` is installed");
        error.with_help("call `rustls::crypto::ring::default_provider().install_default()` at the start of `main`")
    })?;
    let config = config.map_err(|error| UrlError::new(format!("fred cannot build a TLS connector: {error}")))?;
    if !config.uses_tls() {
        return Err(without_tls(url, tls, CLIENT, "`enable-rustls`, `enable-rustls-ring` or `enable-native-tls`"));
    }
    let needs_connector = |what: String, part| {
        let error = url.unsupported(CLIENT, format!("{what} with its own connector"), part);
        Err(error.with_help("enable db-config's feature `fred-rustls`"))
    };
    if let Some(name) = url.root_certificate_name().filter(|_| tls.root_file().is_some()) {
        return needs_connector("a CA certificate".to_owned(), UrlPart::Parameter(name.name));
    }
    if let Some(name) = url.client_certificate_name() {
        return needs_connector("a client certificate".to_owned(), UrlPart::Parameter(name.name));
    }
    match tls.mode() {
        TlsMode::Require => needs_connector(tls.mode_with_reason(), UrlPart::Hosts),
        _ => Ok(config),
    }
}
