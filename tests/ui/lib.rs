//! The error messages of mistakes in a configuration. See `ui.rs`.

/// The types of a client whose feature is disabled, or of another version of the client.
pub mod client {
    /// The client options.
    pub struct ConnectOptions;

    /// The client pool.
    pub struct Pool;
}
