//! TLS: what the keys of a URL and its surroundings say about it, and what was decided.

mod certificates;
mod decide;
mod hosts;
mod mode;
mod plan;
mod statements;

pub(crate) use self::decide::{Decision, decide};
pub use self::hosts::HostKind;
pub use self::mode::TlsMode;
pub use self::plan::{RootCertificate, TlsPlan, TlsReason};
pub(crate) use self::statements::{Contradiction, Statement, TlsKey};
