//! The pool options that are set outside the URL: by environment variables, such as `DATABASE_MAX_CONNECTIONS`, and by
//! attributes.

use std::borrow::Cow;

use super::field::PoolVariable;
use super::{Field, variable};
use crate::capabilities::Capabilities;
use crate::error::{INVALID_VALUE, ProblemKind, UrlError};
use crate::source::Source;
use crate::url::PoolOverride;
use db_config_syntax::query::{self, PoolOption, ValueType};
use db_config_syntax::values::{self, number};
use db_config_syntax::{Backend, Backends};

/// The pool options of one field that are set outside its URL.
#[derive(Default)]
pub(super) struct PoolOverrides {
    pub overrides: Vec<PoolOverride>,
    /// The variables that the field type does not support.
    ignored: Vec<String>,
    /// The variables with an invalid value, for the URLs of these databases.
    pub problems: Vec<(Backends, UrlError)>,
}

impl PoolOverrides {
    /// Reads the pool options that belong to `variable`, the variable of the URL. An option's variable overrides its
    /// attribute.
    pub(super) fn read(source: &dyn Source, field: &Field, variable: &str) -> Self {
        let mut read = Self::default();
        for option in PoolOption::ALL {
            let attribute = field.spec.own_setting(option).value;
            for PoolVariable { name, unit, backends } in field.pool_variables(variable, option) {
                let found = variable::variable(source, &name).transpose();
                match (found, attribute) {
                    (Some(found), _) if !field.spec.capabilities.contains(Capabilities::from_option(option)) => {
                        read.ignored.push(found.map_or_else(|_| name.clone(), |found| found.name.into_owned()));
                    }
                    (Some(Ok(found)), _) => match check(option, &found.text, unit) {
                        Ok(value) => {
                            let variable = Some(found.name.into_owned());
                            read.overrides.push(PoolOverride { option, variable, value, backends });
                        }
                        Err(error) => read.problems.push((backends, error.in_variable(found.name.into_owned()))),
                    },
                    (Some(Err(error)), _) => read.problems.push((backends, error)),
                    (None, Some(value)) => {
                        read.overrides.push(PoolOverride { option, variable: None, value: value.to_text(), backends });
                    }
                    (None, None) => {}
                }
            }
        }
        read
    }

    /// Returns the variables that have no effect on a URL of this database.
    pub(super) fn ignored(self, backend: Backend) -> impl Iterator<Item = String> {
        let is_ignored = move |pool_override: &PoolOverride| {
            pool_override.backends.contains(backend) && query::named(pool_override.option.name(), backend).is_none()
        };
        let ignored = self.overrides.into_iter().filter(is_ignored);
        self.ignored.into_iter().chain(ignored.filter_map(|pool_override| pool_override.variable))
    }
}

/// Checks the value of an option's variable, and adds the unit to a number without one.
fn check(option: PoolOption, value: &str, unit: Option<&str>) -> Result<String, UrlError> {
    let is_number = !value.is_empty() && number(value).is_some();
    let value = match unit {
        Some(unit) if is_number => Cow::Owned([value, unit].concat()),
        _ => Cow::Borrowed(value),
    };
    let error = match &*value {
        "" => UrlError::from_kind(ProblemKind::Empty),
        text if option.is_valid(text) => return Ok(text.to_owned()),
        _ if is_number => UrlError::from_kind(ProblemKind::InvalidValue).with_message("missing time unit"),
        _ => UrlError::from_kind(ProblemKind::InvalidValue).with_message(INVALID_VALUE),
    };
    let accepted = match (option.value_type(), unit) {
        (ValueType::Count, _) => "a whole number".to_owned(),
        (_, Some(unit)) => format!(
            "a whole number of {}, such as `30`, or a number with a unit, such as `30s`, `500ms` or `2m`",
            values::unit_name(unit)
        ),
        (_, None) => "a number with a unit, such as `30s`, `500ms` or `2m`".to_owned(),
    };
    Err(error.with_help(format!("use {accepted}, or unset the variable")))
}
