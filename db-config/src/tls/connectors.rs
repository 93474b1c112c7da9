//! Builds the connector of a TLS library from a [`TlsPlan`](crate::TlsPlan).

#[cfg(feature = "native-tls")]
mod native_tls;
#[cfg(feature = "postgres-native-tls")]
mod postgres_native_tls;
#[cfg(feature = "rustls")]
mod rustls;
#[cfg(feature = "tokio-postgres-rustls")]
mod tokio_postgres_rustls;

#[cfg(feature = "rustls")]
pub use self::rustls::Roots;
#[cfg(feature = "tokio-postgres-rustls")]
pub use self::tokio_postgres_rustls::RustlsConnector;

use std::fmt::Display;
use std::path::Path;

use crate::error::{ProblemKind, UrlError};

/// Returns the error of a file of the plan. The file may contain a key, so `message` contains no part of it.
fn unusable(message: String) -> UrlError {
    UrlError::from_kind(ProblemKind::Unreadable)
        .with_message(message)
        .with_help("use a file in PEM format that this process can read")
}

/// Returns the error that the file cannot be read.
pub(crate) fn unreadable(path: &Path, error: impl Display) -> UrlError {
    unusable(format!("cannot read {}: {error}", path.display()))
}

/// Returns the error that the file has no `item`, such as "certificate".
pub(crate) fn missing(path: &Path, item: &str) -> UrlError {
    unusable(format!("{} contains no {item}", path.display()))
}

/// Returns the error that the `item` in the file is invalid.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn invalid(path: &Path, item: &str, error: impl Display) -> UrlError {
    unusable(format!("invalid {item} in {}: {error}", path.display()))
}
