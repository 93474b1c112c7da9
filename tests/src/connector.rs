//! The TLS connector of tokio-postgres and the clients that use it.

use std::sync::Arc;

use db_config::{Roots, RustlsConnector, TlsPlan, UrlError};
use rustls::crypto::ring;

/// Installs the `CryptoProvider` of rustls, as an application does at the start of `main`.
pub fn install_provider() {
    // Fails if another test of the same process has installed it.
    let _ = ring::default_provider().install_default();
}

/// Builds the rustls connector of a TLS plan.
pub fn connector(plan: &TlsPlan) -> Result<RustlsConnector, UrlError> {
    plan.postgres_rustls_with_provider(Roots::System, Arc::new(ring::default_provider()))
}
