//! The fields and attributes of a type, as constants that the derive generates.

use db_config_syntax::query::PoolOption;

use super::Field;
use super::field_types::{PlainFieldAt, UrlFieldAt};
use super::parts::PartNames;
use crate::capabilities::Capabilities;
use crate::pool_defaults::{PoolDefaults, PoolSetting};
use crate::tls::TlsMode;
use db_config_syntax::{Backend, Backends};

/// The fields and attributes of one type.
pub struct Fields {
    /// The type's name.
    pub config: &'static str,
    /// Its own fields in declaration order, without those with `skip`.
    pub own: &'static [FieldSpec],
    /// The fields with `flatten` in declaration order.
    pub flattened: &'static [Flattened],
}

/// A field with `flatten`.
pub struct Flattened {
    /// The number of the type's own fields before it.
    pub after: usize,
    /// Its name.
    pub field: &'static str,
    /// The prefix of its variables.
    pub prefix: &'static str,
    /// The fields of its type.
    pub fields: &'static Fields,
}

impl Fields {
    /// Returns all fields in declaration order, including those of the flattened types.
    pub fn all(&'static self) -> Vec<Field> {
        let mut fields = Vec::new();
        self.add("", "", &mut fields);
        fields
    }

    fn add(&'static self, path: &str, prefix: &str, fields: &mut Vec<Field>) {
        let mut flattened = self.flattened.iter().peekable();
        for count in 0..=self.own.len() {
            while let Some(inner) = flattened.next_if(|inner| inner.after == count) {
                inner.fields.add(&format!("{path}{}.", inner.field), &format!("{prefix}{}", inner.prefix), fields);
            }
            fields.extend(self.own.get(count).map(|spec| Field::new(spec, path, prefix)));
        }
    }
}

/// The attributes of one field.
pub struct FieldSpec {
    /// Its name.
    pub field: &'static str,
    /// The variables in the order of lookup.
    pub variables: &'static [&'static str],
    /// The `prefix` of the struct or the enum, which `variables` include.
    pub prefix: &'static str,
    /// The databases whose URLs it accepts. Empty for a plain variable.
    pub backends: Backends,
    /// The pool options that it supports for them.
    pub capabilities: Capabilities,
    /// The default value.
    pub default: Option<&'static str>,
    /// The function of the `default_with` attribute, which returns the default value at run time.
    pub default_with: Option<fn() -> String>,
    /// Its doc comment.
    pub doc: &'static str,
    /// The type of a plain variable as in the source code, without `Option`.
    pub type_name: &'static str,
    /// Whether it is an `Option`.
    pub is_optional: bool,
    /// Whether it is a list of URLs.
    pub is_list: bool,
    /// The `empty_as_none` attribute.
    pub empty_as_none: bool,
    /// The `secret` attribute.
    pub secret: bool,
    /// Whether the value of a plain variable is shown, because of its type or the attribute `show`.
    pub show: bool,
    /// The `tls` attribute: the minimum TLS mode.
    pub tls: Option<TlsMode>,
    /// The `default_tls` attribute.
    pub default_tls: Option<TlsMode>,
    /// The `libpq_env` attribute.
    pub libpq_env: bool,
    /// The `parts` attribute.
    pub parts: Option<PartNames>,
    /// The `pathname` attribute.
    pub pathname: bool,
    /// The pool options of the field's attributes.
    pub pool: &'static [(PoolOption, PoolSetting)],
    /// The pool options of its type.
    pub pool_defaults: &'static PoolDefaults,
    /// The field's `params` attribute.
    pub params: &'static str,
    /// The `params` attributes of its type for the URLs of a database, in the order of precedence.
    pub type_params: fn(Backend) -> Vec<&'static str>,
    /// The `separator` attribute, or its default.
    pub separator: &'static str,
}

impl FieldSpec {
    /// Creates a field that is read from URLs.
    pub const fn url<F: UrlFieldAt<I>, const I: usize>(
        field: &'static str,
        variables: &'static [&'static str],
    ) -> Self {
        Self {
            backends: F::BACKENDS,
            capabilities: F::CAPABILITIES,
            pool_defaults: const { &F::POOL_DEFAULTS },
            type_params: F::params,
            is_optional: F::IS_OPTIONAL,
            is_list: F::IS_LIST,
            ..Self::new(field, variables)
        }
    }

    /// Creates a plain variable.
    pub const fn plain<F: PlainFieldAt<I>, const I: usize>(
        field: &'static str,
        variables: &'static [&'static str],
    ) -> Self {
        Self { is_optional: F::IS_OPTIONAL, ..Self::new(field, variables) }
    }

    const fn new(field: &'static str, variables: &'static [&'static str]) -> Self {
        Self {
            field,
            variables,
            prefix: "",
            backends: Backends::EMPTY,
            capabilities: Capabilities::EMPTY,
            default: None,
            default_with: None,
            doc: "",
            type_name: "",
            is_optional: false,
            is_list: false,
            empty_as_none: false,
            secret: false,
            show: false,
            tls: None,
            default_tls: None,
            libpq_env: false,
            parts: None,
            pathname: false,
            pool: &[],
            pool_defaults: &PoolDefaults::NONE,
            params: "",
            type_params: |_| Vec::new(),
            separator: ",",
        }
    }

    /// Returns the attribute of a pool option for this database's URLs. The field's type completes it.
    pub(super) const fn pool_setting(&self, backend: Backend, option: PoolOption) -> PoolSetting {
        self.own_setting(option).or(self.pool_defaults.get(backend, option))
    }

    /// Returns whether a pool option may have its own variable.
    pub(super) const fn has_own_variables(&self) -> bool {
        let mut i = 0;
        while i < self.pool.len() {
            if self.pool[i].1.env.is_some() {
                return true;
            }
            i += 1;
        }
        self.pool_defaults.has_own_variables
    }

    /// Returns whether a pool option may have a unit.
    pub(super) const fn has_units(&self) -> bool {
        !self.pool.is_empty() || self.pool_defaults.has_own_variables
    }

    /// Returns the field's own attribute of a pool option.
    pub(super) const fn own_setting(&self, option: PoolOption) -> PoolSetting {
        let mut i = 0;
        while i < self.pool.len() {
            if self.pool[i].0 as usize == option as usize {
                return self.pool[i].1;
            }
            i += 1;
        }
        PoolSetting::NONE
    }

    pub(crate) const fn is_url(&self) -> bool {
        !self.backends.is_empty()
    }

    /// Restricts the field to these databases: the `schemes(...)` attribute.
    pub const fn narrowed(self, backends: Backends) -> Self {
        Self { backends, capabilities: self.capabilities.only(backends), ..self }
    }
}
