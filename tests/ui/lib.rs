//! What the compiler says about mistakes in a configuration: `ui.rs` and the cases beside it.
