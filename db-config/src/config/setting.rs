//! What a derived configuration says about itself.

use std::fmt;

use super::plain::Reader;
use super::{Loader, Origin};
use crate::__private::Target;
use crate::pool_defaults::PoolDefaults;
use crate::{Backends, Carries, TlsMode};

/// One field of a configuration: [`DatabaseConfig::settings`](crate::DatabaseConfig::settings).
#[derive(Clone)]
pub struct Setting {
    pub(crate) field: &'static str,
    pub(crate) variables: &'static [&'static str],
    pub(crate) backends: Backends,
    pub(crate) carries: Carries,
    pub(crate) default: Option<&'static str>,
    pub(crate) doc: &'static str,
    pub(crate) optional: bool,
    pub(crate) empty_as_none: bool,
    pub(crate) secret: bool,
    /// Whether the value is a path, so that no `NAME_FILE` is looked up.
    pub(crate) is_path: bool,
    /// Whether a plain variable's value is shown: its type's values are no secrets, or the attribute `show`.
    pub(crate) shown: bool,
    pub(crate) tls: Option<TlsMode>,
    pub(crate) default_tls: Option<TlsMode>,
    pub(crate) libpq_env: bool,
    pub(crate) pathname: bool,
    /// The pool options of the field's own attributes.
    pub(crate) pool: &'static [(&'static str, &'static str)],
    /// Those of its type.
    pub(crate) pool_defaults: &'static PoolDefaults,
    /// What is between two items of a list.
    pub(crate) separator: &'static str,
    /// Reads it for its problems alone.
    pub(crate) check: Check,
}

/// Reads a setting for its problems alone.
pub type Check = fn(&mut Loader<'_>, &'static Setting);

impl Setting {
    /// The name of the field; with the names of the fields that it is flattened into, as in `shop.orders`.
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

    /// The databases whose URLs are accepted; none for a plain variable.
    pub const fn backends(&self) -> Backends {
        self.backends
    }

    /// The text that is used if no variable is set, as it stands in the source code: a password in it included.
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

    /// Whether the value is never shown: the `secret` attribute of a plain variable. A URL is always redacted.
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    /// Whether the value of a plain variable is shown: a `default` is no secret, unless the attribute `secret` says so.
    pub(super) fn shows(&self, origin: Origin) -> bool {
        !self.secret && (self.shown || origin == Origin::Default)
    }

    pub(crate) const fn is_url(&self) -> bool {
        !self.backends.is_empty()
    }
}

/// Without the default, which may hold a secret.
impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting")
            .field("field", &self.field)
            .field("variables", &self.variables)
            .field("schemes", &self.schemes())
            .field("has_default", &self.default.is_some())
            .field("is_optional", &self.optional)
            .field("is_secret", &self.secret)
            .finish_non_exhaustive()
    }
}

/// What the derive writes.
#[doc(hidden)]
impl Setting {
    pub const fn url(field: &'static str, variables: &'static [&'static str], target: Target) -> Self {
        let Target { backends, carries, pool_defaults, check_url, .. } = target;
        Self { backends, carries, pool_defaults, ..Self::new(field, variables, check_url) }
    }

    pub const fn urls(field: &'static str, variables: &'static [&'static str], target: Target) -> Self {
        let Target { backends, carries, pool_defaults, check_urls, .. } = target;
        Self { backends, carries, pool_defaults, ..Self::new(field, variables, check_urls) }
    }

    pub const fn narrowed(self, backends: Backends) -> Self {
        Self { backends, carries: self.carries.only(backends), ..self }
    }

    pub const fn plain<T, R: Reader<T>>(field: &'static str, variables: &'static [&'static str]) -> Self {
        Self::new(field, variables, |loader, setting| loader.check_plain::<T, R>(setting))
    }

    const fn new(field: &'static str, variables: &'static [&'static str], check: Check) -> Self {
        Self {
            field,
            variables,
            backends: Backends::NONE,
            carries: Carries::NOTHING,
            default: None,
            doc: "",
            optional: false,
            empty_as_none: false,
            secret: false,
            is_path: false,
            shown: false,
            tls: None,
            default_tls: None,
            libpq_env: false,
            pathname: false,
            pool: &[],
            pool_defaults: &PoolDefaults::NONE,
            separator: ",",
            check,
        }
    }

    pub const fn with_separator(self, separator: &'static str) -> Self {
        Self { separator, ..self }
    }

    pub const fn with_default(self, text: &'static str) -> Self {
        Self { default: Some(text), ..self }
    }

    pub const fn with_doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    pub const fn with_tls(self, mode: TlsMode) -> Self {
        Self { tls: Some(mode), ..self }
    }

    pub const fn with_default_tls(self, mode: TlsMode) -> Self {
        Self { default_tls: Some(mode), ..self }
    }

    pub const fn with_libpq_env(self) -> Self {
        Self { libpq_env: true, ..self }
    }

    pub const fn with_pathname(self) -> Self {
        Self { pathname: true, ..self }
    }

    pub const fn with_pool(self, pool: &'static [(&'static str, &'static str)]) -> Self {
        Self { pool, ..self }
    }

    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    pub const fn empty_as_none(self) -> Self {
        Self { empty_as_none: true, ..self }
    }

    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    pub const fn path(self) -> Self {
        Self { is_path: true, ..self }
    }

    pub const fn with_shown(self, shown: bool) -> Self {
        Self { shown, ..self }
    }
}
