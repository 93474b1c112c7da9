use std::fmt::{self, Write as _};

use super::WarningKind;
use db_config_syntax::printable::Printable;

/// Something about one field that is worth knowing but not a problem:
/// [`DatabaseConfig::warnings`](crate::DatabaseConfig::warnings). It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Warning {
    field: String,
    variable: String,
    kind: WarningKind,
}

impl Warning {
    /// The variable that the value came from.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The name of the field; empty for a variable that the configuration does not read.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What it says.
    pub fn kind(&self) -> &WarningKind {
        &self.kind
    }

    /// A warning of a [`Source`](crate::Source) about a variable that the configuration does not read:
    /// [`Source::warnings`](crate::Source::warnings). Do not include any part of the value.
    pub fn from_source(variable: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: String::new(), variable: variable.into(), kind: WarningKind::Source { message: message.into() } }
    }

    pub(crate) fn new(field: &str, variable: &str, kind: WarningKind) -> Self {
        Self { field: field.to_owned(), variable: variable.to_owned(), kind }
    }
}

/// One line.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.field {
            "" => write!(Printable(f), "{}: {}", self.variable, self.kind),
            field => write!(Printable(f), "{} (field `{field}`): {}", self.variable, self.kind),
        }
    }
}
