//! Programs that use db-config as an application does: `cargo run --example quickstart`.
