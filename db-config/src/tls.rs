//! TLS: the statements of a URL and its surroundings, the host table, and the chosen mode.

mod certificates;
mod decide;
mod hosts;
mod mode;
mod modes;
mod plan;
mod statements;

pub(crate) use self::decide::{ATTRIBUTE, Decided, Decision, Target, decide};
pub use self::hosts::HostKind;
pub use self::mode::{TlsMode, TlsModes};
pub use self::plan::{RootCertificate, TlsPlan, TlsReason};
pub(crate) use self::statements::{Contradiction, Statement, TlsKey};
