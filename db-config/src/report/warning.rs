use std::fmt::{self, Write as _};

use super::WarningKind;
use db_config_syntax::printable::Printable;

/// A warning about one field, from [`DatabaseConfig::warnings`](crate::DatabaseConfig::warnings).
///
/// Warnings do not stop startup. `Display` writes one line, which contains no secret.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: (DatabaseUrl, PoolSettings),
/// }
///
/// let source = [("DATABASE_URL", "postgres://app@localhost/app"), ("DATABASE_BUSY_TIMEOUT", "5s")];
/// for warning in Config::warnings(&source)? {
///     assert_eq!((warning.variable(), warning.field()), ("DATABASE_URL", "database"));
///     eprintln!("warning: {warning}");
/// }
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Warning {
    field: String,
    variable: String,
    kind: WarningKind,
}

impl Warning {
    /// Returns the name of the environment variable that the value came from.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// Returns the name of the field. It is empty for a variable that the configuration does not read.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the kind of warning.
    pub fn kind(&self) -> &WarningKind {
        &self.kind
    }

    /// Creates a warning for [`Source::warnings`](crate::Source::warnings), about a variable that the configuration
    /// does not read. Do not include any part of the value in `message`.
    pub fn from_source(variable: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: String::new(), variable: variable.into(), kind: WarningKind::Source { message: message.into() } }
    }

    pub(crate) fn new(field: &str, variable: &str, kind: WarningKind) -> Self {
        Self { field: field.to_owned(), variable: variable.to_owned(), kind }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.field {
            "" => write!(Printable(f), "{}: {}", self.variable, self.kind),
            field => write!(Printable(f), "{} (field `{field}`): {}", self.variable, self.kind),
        }
    }
}
