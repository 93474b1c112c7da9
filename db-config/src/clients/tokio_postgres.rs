//! tokio-postgres, and the URLs for the clients that are built on it (deadpool-postgres, diesel-async, refinery).

mod checks;
#[cfg(feature = "tokio-postgres-0_7")]
pub(super) mod connect;
mod dialect;
#[cfg(feature = "tokio-postgres-0_7")]
mod options;
#[cfg(feature = "tokio-postgres-0_7")]
pub(super) mod rotate;

pub(super) use self::checks::{check_certificates, tls};
pub(super) use self::dialect::canonical_text;
