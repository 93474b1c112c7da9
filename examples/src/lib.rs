//! Programs that use db-config as an application does: `cargo run --example quickstart`, and the others as they say.

#[cfg(feature = "rustls")]
pub mod rustls_connector;
