//! The error messages of mistakes in a configuration. See `ui.rs`.
