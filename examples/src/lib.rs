//! Programs that use db-config as an application does: `cargo run --example quickstart`; the others say how to run
//! them.

#[cfg(feature = "rustls")]
pub mod rustls_connector;
