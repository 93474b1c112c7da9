//! The connector of tokio-postgres and what is built on it.

use std::sync::Arc;

use db_config::{Roots, RustlsConnector, TlsPlan, UrlError};
use rustls::crypto::ring;

/// Gives rustls its cryptography, as an application does at the start of `main`.
pub fn install_provider() {
    // Another test of the same process may have done it.
    let _ = ring::default_provider().install_default();
}

/// What a plan makes of rustls.
pub fn connector(plan: &TlsPlan) -> Result<RustlsConnector, UrlError> {
    plan.postgres_rustls_with_provider(Roots::System, Arc::new(ring::default_provider()))
}
