//! Errors: one problem of one URL, and the report of all problems of a configuration.

mod config_error;
#[cfg(feature = "miette")]
mod diagnostic;
mod excerpt;
mod kind;
mod url_error;

pub use self::config_error::{ConfigError, Problem};
#[cfg(feature = "miette")]
pub use self::diagnostic::Diagnosis;
pub(crate) use self::excerpt::Excerpt;
pub use self::kind::ProblemKind;
pub use self::url_error::UrlError;

/// Of a variable whose value is not shown.
pub(crate) const NOT_TAKEN: &str = "not a value that this variable takes";
