//! TLS with a connector of db-config, which has the mode and the certificates.

use std::sync::Arc;

use fred::types::config::{Config, TlsConnector};
use rustls::crypto::{CryptoProvider, ring};

use crate::error::UrlError;
use crate::tls::TlsPlan;
use crate::tls::connectors::Roots;
use crate::url::DatabaseUrl;

/// Returns options with TLS.
pub(super) fn config(_: &DatabaseUrl, tls: &TlsPlan) -> Result<Config, UrlError> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let connector = TlsConnector::from(tls.rustls_with_provider(Roots::System, provider)?);
    Ok(Config { tls: Some(connector.into()), ..Config::default() })
}
