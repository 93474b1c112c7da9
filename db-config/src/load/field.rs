use std::fmt;

use super::FieldSpec;
use crate::pool_defaults::PoolSetting;
use crate::report::Origin;
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;
use db_config_syntax::query::{PoolOption, derived_variable};

/// The variable of a pool option.
pub(super) struct PoolVariable {
    pub name: String,
    /// The unit of a number without one.
    pub unit: Option<&'static str>,
    /// The databases that it is for.
    pub backends: Backends,
}

/// A field of a configuration, from [`DatabaseConfig::fields`](crate::DatabaseConfig::fields).
///
/// ```
/// use db_config::{Backends, DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(schemes("postgres"))]
///     orders: Option<DatabaseUrl>,
/// }
///
/// let field = &Config::fields()[0];
/// assert_eq!((field.field(), field.is_optional()), ("orders", true));
/// assert_eq!(field.schemes(), ["postgres", "postgresql"]);
/// assert_eq!(field.backends(), Backends::POSTGRES);
/// ```
#[derive(Clone)]
pub struct Field {
    pub(crate) name: String,
    pub(crate) variables: Vec<String>,
    /// Whether the names of the variables have the prefix of the type or of a flattened field.
    pub(crate) has_prefix: bool,
    /// The prefix of the flattened type that the field belongs to.
    pub(super) prefix: String,
    pub(crate) spec: &'static FieldSpec,
}

impl Field {
    /// Creates a field. `path` and `prefix` are empty, or those of the flattened type that the field belongs to.
    pub(super) fn new(spec: &'static FieldSpec, path: &str, prefix: &str) -> Self {
        let variables = spec.variables.iter().map(|name| [prefix, name].concat()).collect();
        let has_prefix = !spec.prefix.is_empty() || !prefix.is_empty();
        Self { name: [path, spec.field].concat(), variables, has_prefix, prefix: prefix.to_owned(), spec }
    }

    /// Returns the variables of a pool option: the app's own, or the one that is derived from the variable of the URL.
    /// They differ only if the type is an enum whose variants have variables or units of their own.
    pub(super) fn pool_variables(&self, url_variable: &str, option: PoolOption) -> Vec<PoolVariable> {
        let mut variables: Vec<PoolVariable> = Vec::new();
        for backend in self.backends().iter() {
            let PoolSetting { env, unit, .. } = self.spec.pool_setting(backend, option);
            let name = match env {
                Some(own) => [&self.prefix, self.spec.prefix, own].concat(),
                None => derived_variable(url_variable, option.variable_ending()),
            };
            let backends = Backends::from_slice(&[backend]);
            match variables.iter_mut().find(|known| known.name == name && known.unit == unit) {
                Some(known) => known.backends = known.backends.union(backends),
                None => variables.push(PoolVariable { name, unit, backends }),
            }
        }
        variables
    }

    /// Returns the name of the field. A field of a flattened type has its path, as in `shop.orders`.
    pub fn field(&self) -> &str {
        &self.name
    }

    /// Returns the names of the environment variables in the order of lookup. The first one that is set counts.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// Returns the accepted URL schemes, with all spellings of each database. The list is empty for a plain variable.
    pub fn schemes(&self) -> Vec<&'static str> {
        self.spec.backends.schemes()
    }

    /// Returns the databases whose URLs the field accepts. The set is empty for a plain variable.
    pub fn backends(&self) -> Backends {
        self.spec.backends
    }

    /// Returns the value of the attribute `default` exactly as in the source code. If it contains a password, the password
    /// is not redacted.
    pub fn default_value(&self) -> Option<&'static str> {
        self.spec.default
    }

    /// Returns the value of the attribute `default`, redacted. Returns `None` for a secret.
    pub(super) fn redacted_default(&self) -> Option<String> {
        let default = self.default_value().filter(|_| !self.is_secret())?;
        match self.spec.is_url() {
            true => default.parse().ok().map(|url: DatabaseUrl| url.redacted()),
            false => Some(default.to_owned()),
        }
    }

    /// Returns whether the field has a default value: the attribute `default` or `default_with`.
    pub fn has_default(&self) -> bool {
        self.spec.default.is_some() || self.spec.default_with.is_some()
    }

    /// Returns the doc comment of the field.
    pub fn doc(&self) -> &'static str {
        self.spec.doc
    }

    /// Returns whether the field is an `Option`, so that its variables may be unset.
    pub fn is_optional(&self) -> bool {
        self.spec.is_optional
    }

    /// Returns whether a plain variable has the attribute `secret`, so that its value is never shown. URLs are always
    /// redacted.
    pub fn is_secret(&self) -> bool {
        self.spec.secret
    }

    /// Returns whether the value of a plain variable may be shown. A default value is not a secret, unless the field
    /// has the attribute `secret` or comes from a function.
    pub(super) fn shows(&self, origin: Origin) -> bool {
        let is_written = || origin == Origin::Default && self.spec.default.is_some();
        !self.spec.secret && (self.spec.show || is_written())
    }

    /// Returns the first variable, which messages name if none is set.
    pub(super) fn first_variable(&self) -> &str {
        &self.variables[0]
    }
}

/// Leaves out the default value, which may contain a secret.
impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("field", &self.name)
            .field("variables", &self.variables)
            .field("schemes", &self.schemes())
            .field("has_default", &self.has_default())
            .field("is_optional", &self.is_optional())
            .field("is_secret", &self.is_secret())
            .finish_non_exhaustive()
    }
}
