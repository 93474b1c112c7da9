//! Errors: one problem of one URL, and the report of all problems of a configuration.

mod config_error;
#[cfg(feature = "miette")]
mod diagnostic;
mod url_error;

pub use self::config_error::{ConfigError, Problem};
#[cfg(feature = "miette")]
pub use self::diagnostic::Diagnosis;
pub use self::url_error::UrlError;
pub use db_config_syntax::ProblemKind;

/// Of a variable whose value is not shown.
pub(crate) const NOT_TAKEN: &str = "not a value that this variable takes";
