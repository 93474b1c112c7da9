//! What a derived configuration says about itself.

use crate::{Backends, TlsMode};

/// One field of a configuration: [`DatabaseConfig::settings`](crate::DatabaseConfig::settings).
#[derive(Debug, Clone)]
pub struct Setting {
    pub(crate) field: &'static str,
    pub(crate) variables: &'static [&'static str],
    pub(crate) backends: Backends,
    pub(crate) default: Option<&'static str>,
    pub(crate) doc: &'static str,
    pub(crate) optional: bool,
    pub(crate) tls: Option<TlsMode>,
    pub(crate) libpq_env: bool,
    pub(crate) pathname: bool,
}

impl Setting {
    /// The name of the field.
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The variables that are looked up, in order.
    pub const fn variables(&self) -> &'static [&'static str] {
        self.variables
    }

    /// The accepted schemes, in all spellings of each backend; none for a plain variable.
    pub const fn schemes(&self) -> &'static [&'static str] {
        self.backends.schemes()
    }

    /// The databases whose URLs are accepted.
    pub const fn backends(&self) -> Backends {
        self.backends
    }

    /// The URL that is used if no variable is set.
    pub const fn default(&self) -> Option<&'static str> {
        self.default
    }

    /// The field's doc comment.
    pub const fn doc(&self) -> &'static str {
        self.doc
    }

    /// Whether the field may stay unset.
    pub const fn is_optional(&self) -> bool {
        self.optional
    }
}

/// What the derive writes.
#[doc(hidden)]
impl Setting {
    pub const fn new(field: &'static str, variables: &'static [&'static str], backends: Backends) -> Self {
        Self {
            field,
            variables,
            backends,
            default: None,
            doc: "",
            optional: false,
            tls: None,
            libpq_env: false,
            pathname: false,
        }
    }

    pub const fn with_default(self, url: &'static str) -> Self {
        Self { default: Some(url), ..self }
    }

    pub const fn with_doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    pub const fn with_tls(self, mode: TlsMode) -> Self {
        Self { tls: Some(mode), ..self }
    }

    pub const fn with_libpq_env(self) -> Self {
        Self { libpq_env: true, ..self }
    }

    pub const fn with_pathname(self) -> Self {
        Self { pathname: true, ..self }
    }

    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}
