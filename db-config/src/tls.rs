//! TLS: the parameters and variables that set it, the host table, and the chosen mode.

mod certificates;
#[cfg(any(feature = "rustls", feature = "native-tls", feature = "redis-1"))]
pub(crate) mod connectors;
mod decide;
mod hosts;
mod plan;

pub(crate) use self::decide::{ATTRIBUTE, Decided, Decision, TlsHost, decide};
pub use self::hosts::HostKind;
pub use self::plan::{TlsPlan, TlsReason};
pub(crate) use db_config_syntax::tls::{Contradiction, Statement, TlsKey};
pub use db_config_syntax::tls::{RootCertificate, TlsMode, TlsModes};
