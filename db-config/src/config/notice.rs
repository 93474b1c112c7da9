use std::fmt::{self, Write as _};

use crate::url::redact::Printable;
use crate::{NoticeKind, Setting};

/// A configuration and its notices.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Loaded<C> {
    /// The configuration.
    pub config: C,
    /// What must not stop a URL that other services share, but would otherwise be lost silently.
    pub notices: Vec<Notice>,
}

/// Something about one field that is worth knowing but not a problem:
/// [`DatabaseConfig::notices`](crate::DatabaseConfig::notices). It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    field: &'static str,
    variable: String,
    kind: NoticeKind,
}

impl Notice {
    /// The variable that the value came from.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The name of the field.
    pub fn field(&self) -> &str {
        self.field
    }

    /// What it says.
    pub fn kind(&self) -> &NoticeKind {
        &self.kind
    }

    pub(super) fn new(setting: &Setting, variable: &str, kind: NoticeKind) -> Self {
        Self { field: setting.field(), variable: variable.to_owned(), kind }
    }
}

/// One line.
impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Printable(f), "{} (field `{}`): {}", self.variable, self.field, self.kind)
    }
}
