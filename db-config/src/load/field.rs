use std::fmt;

use super::FieldSpec;
use crate::report::Origin;
use db_config_syntax::Backends;

/// One field of a configuration: [`DatabaseConfig::fields`](crate::DatabaseConfig::fields).
#[derive(Clone)]
pub struct Field {
    pub(crate) name: String,
    pub(crate) variables: Vec<String>,
    pub(crate) spec: &'static FieldSpec,
}

impl Field {
    /// A field of the configuration itself, or, with a path and a prefix, of a type that is flattened into it.
    pub(super) fn new(spec: &'static FieldSpec, path: &str, prefix: &str) -> Self {
        let variables = spec.variables.iter().map(|name| [prefix, name].concat()).collect();
        Self { name: [path, spec.field].concat(), variables, spec }
    }

    /// The name of the field; with the names of the fields that it is flattened into, as in `shop.orders`.
    pub fn field(&self) -> &str {
        &self.name
    }

    /// The variables that are looked up, in order.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The accepted schemes, in all spellings of each backend; none for a plain variable.
    pub fn schemes(&self) -> Vec<&'static str> {
        self.spec.backends.schemes()
    }

    /// The databases whose URLs are accepted; none for a plain variable.
    pub fn backends(&self) -> Backends {
        self.spec.backends
    }

    /// The text that is used if no variable is set, as it stands in the source code: a password in it included.
    pub fn default_value(&self) -> Option<&'static str> {
        self.spec.default
    }

    /// The field's doc comment.
    pub fn doc(&self) -> &'static str {
        self.spec.doc
    }

    /// Whether the field may stay unset.
    pub fn is_optional(&self) -> bool {
        self.spec.is_optional
    }

    /// Whether the value is never shown: the `secret` attribute of a plain variable. A URL is always redacted.
    pub fn is_secret(&self) -> bool {
        self.spec.secret
    }

    /// Whether the value of a plain variable is shown: a `default` is no secret, unless the attribute `secret` says so.
    pub(super) fn shows(&self, origin: Origin) -> bool {
        !self.spec.secret && (self.spec.show || origin == Origin::Default)
    }

    /// The first variable, which a message names if none is set.
    pub(super) fn first_variable(&self) -> &str {
        &self.variables[0]
    }
}

/// Without the default, which may hold a secret.
impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("field", &self.name)
            .field("variables", &self.variables)
            .field("schemes", &self.schemes())
            .field("has_default", &self.default_value().is_some())
            .field("is_optional", &self.is_optional())
            .field("is_secret", &self.is_secret())
            .finish_non_exhaustive()
    }
}
