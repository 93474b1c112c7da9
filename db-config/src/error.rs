//! Errors: [`UrlError`] is a problem with one URL, [`ConfigError`] the list of all problems with a configuration.

mod config_error;
#[cfg(feature = "miette")]
mod diagnostic;
mod url_error;

pub use self::config_error::{ConfigError, Problem};
#[cfg(feature = "miette")]
pub use self::diagnostic::Diagnosis;
pub use self::url_error::UrlError;
pub use db_config_syntax::ProblemKind;

/// The message for an invalid value that an error must not show.
pub(crate) const INVALID_VALUE: &str = "invalid value";
