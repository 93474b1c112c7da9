//! tokio-postgres, and the options and URLs for the clients that are built on it (postgres, deadpool-postgres, diesel-async,
//! refinery).

mod checks;
#[cfg(feature = "tokio-postgres-0_7")]
pub(super) mod connect;
mod dialect;
#[cfg(any(feature = "bb8-postgres-0_9", feature = "r2d2-postgres-0_18"))]
pub(crate) mod from_tls_plan;
#[cfg(feature = "tokio-postgres-0_7")]
pub(super) mod options;
#[cfg(feature = "tokio-postgres-0_7")]
pub(super) mod rotate;

pub(super) use self::checks::{check_certificates, tls};
pub(super) use self::dialect::canonical_text;
