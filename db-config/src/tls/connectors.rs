//! From a [`TlsPlan`](crate::TlsPlan) to the connector of a TLS library.

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

/// A file of the plan that is not what it should be. It may hold a key, so nothing of it is shown.
fn unusable(path: &Path, what: &str, error: impl Display) -> UrlError {
    UrlError::from_kind(ProblemKind::Unreadable)
        .with_message(format!("{} is not {what}: {error}", path.display()))
        .with_help("name a file in PEM format that this process may read")
}
