//! The context of a URL, as the loader knows it.

use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::tls::TlsMode;
use db_config_syntax::query::PoolOption;
use db_config_syntax::{Backend, Backends, Part};

#[derive(Default)]
pub(crate) struct ReadContext<'a> {
    /// The minimum: the field's or the container's `tls` attribute.
    pub tls: Option<TlsMode>,
    /// The mode if nothing else names one: the `default_tls` attribute.
    pub default_tls: Option<TlsMode>,
    /// The names of the variables that set the user name, such as `DATABASE_USER`.
    pub user_variables: Vec<String>,
    /// The names of the variables that set the password, such as `DATABASE_PASSWORD`.
    pub password_variables: Vec<String>,
    /// The names of the variables that set both in a JSON object, such as `DATABASE_SECRET`.
    pub secret_variables: Vec<String>,
    /// The names of the variables that set the TLS mode, such as `DATABASE_TLS`.
    pub tls_variables: Vec<String>,
    /// The parts whose values the text of the URL contains, because of the `parts` attribute, with their variables.
    pub part_variables: &'a [(Part, String)],
    /// No one has written the scheme of the URL, because it consists of parts without one.
    pub has_implied_scheme: bool,
    /// The scheme of the URL of a Redis server if a JSON object has none.
    #[cfg_attr(not(feature = "json"), allow(dead_code, reason = "for a JSON object"))]
    pub implied_scheme: Option<&'static str>,
    /// The `pathname` attribute.
    pub pathname: bool,
    /// `FLY_APP_NAME` is set.
    pub on_fly: bool,
    /// `RELEASE_COMMAND` is set.
    pub in_release_command: bool,
    /// The variables that fill in the parts that the URL leaves out.
    pub variables: Variables<'a>,
    /// The pool options that variables and attributes set.
    pub pool: &'a [PoolOverride],
    /// The pool options of the field's type.
    pub pool_defaults: Option<&'static PoolDefaults>,
    /// The field's `params` attribute.
    pub params: &'static str,
    /// The `params` attributes of the field's type for the URLs of a database.
    pub type_params: Option<fn(Backend) -> Vec<&'static str>>,
    /// The URL is the field's default.
    pub is_default: bool,
    /// libpq's variables override the parts of a default: the `libpq_env` attribute.
    pub libpq_first: bool,
    /// The URL is read again later, with the variables that can complete it.
    pub is_partial: bool,
    /// The databases that the field accepts, which the helps name.
    pub accepted: Option<Backends>,
}

/// A pool option that a variable or an attribute sets.
pub(crate) struct PoolOverride {
    pub option: PoolOption,
    /// The variable; `None` for an attribute.
    pub variable: Option<String>,
    pub value: String,
    /// The databases that it is for.
    pub backends: Backends,
}

/// Looks up an environment variable.
type Lookup<'a> = dyn Fn(&str) -> Result<Option<String>, UrlError> + 'a;

/// The variables of the loader's source. A URL that is parsed without a loader has no variables.
#[derive(Default, Clone, Copy)]
pub(crate) struct Variables<'a>(Option<&'a Lookup<'a>>);

impl<'a> Variables<'a> {
    pub(crate) fn new(lookup: &'a Lookup<'a>) -> Self {
        Self(Some(lookup))
    }

    /// Returns the value of a variable. As in libpq, an empty variable counts as unset.
    pub(crate) fn get(self, name: &str) -> Result<Option<String>, UrlError> {
        match self.0 {
            Some(lookup) => Ok(lookup(name)?.filter(|value| !value.is_empty())),
            None => Ok(None),
        }
    }

    pub(crate) fn are_known(self) -> bool {
        self.0.is_some()
    }
}
