//! The pool options that are set outside the URL: by environment variables, such as `DATABASE_MAX_CONNECTIONS`, and by
//! attributes.

use super::{Field, variable};
use crate::capabilities::Capabilities;
use crate::error::{INVALID_VALUE, ProblemKind, UrlError};
use crate::source::Source;
use crate::url::PoolOverride;
use db_config_syntax::Backend;
use db_config_syntax::query::{self, PoolOption, ValueType};
use db_config_syntax::values::number;

/// The pool options of one field that are set outside its URL.
#[derive(Default)]
pub(super) struct PoolOverrides {
    pub overrides: Vec<PoolOverride>,
    /// The variables that the field type does not support.
    ignored: Vec<String>,
    /// The variables with an invalid value.
    pub problems: Vec<UrlError>,
}

impl PoolOverrides {
    /// Reads the pool options that belong to `variable`, the variable of the URL. An option's variable overrides its
    /// attribute.
    pub(super) fn read(source: &dyn Source, field: &Field, variable: &str) -> Self {
        let mut read = Self::default();
        for option in PoolOption::ALL {
            let name = field.pool_variable(variable, option);
            let found = variable::variable(source, &name).transpose();
            let attribute = field.spec.pool.iter().find(|(other, _)| *other == option);
            match (found, attribute) {
                (Some(found), _) if !field.spec.capabilities.contains(Capabilities::from_option(option)) => {
                    read.ignored.push(found.map_or_else(|_| name.clone(), |found| found.name.into_owned()));
                }
                (Some(Ok(found)), _) => match check(option, &found.text, field.pool_unit(option)) {
                    Ok(value) => {
                        let variable = Some(found.name.into_owned());
                        read.overrides.push(PoolOverride { option, variable, value });
                    }
                    Err(error) => read.problems.push(error.in_variable(found.name.into_owned())),
                },
                (Some(Err(error)), _) => read.problems.push(error),
                (None, Some((_, value))) => {
                    read.overrides.push(PoolOverride { option, variable: None, value: value.to_text() });
                }
                (None, None) => {}
            }
        }
        read
    }

    /// Returns the variables that have no effect on a URL of this database.
    pub(super) fn ignored(self, backend: Backend) -> impl Iterator<Item = String> {
        let is_unknown = move |option: PoolOption| query::named(option.name(), backend).is_none();
        let ignored = self.overrides.into_iter().filter(move |pool_override| is_unknown(pool_override.option));
        self.ignored.into_iter().chain(ignored.filter_map(|pool_override| pool_override.variable))
    }
}

/// Checks the value of an option's variable, and adds the unit to a number without one.
fn check(option: PoolOption, value: &str, unit: &str) -> Result<String, UrlError> {
    let with_unit = [value, unit].concat();
    let value = if number(value).is_some() && !value.is_empty() { &with_unit } else { value };
    let error = match value {
        "" => UrlError::from_kind(ProblemKind::Empty),
        text if option.is_valid(text) => return Ok(text.to_owned()),
        text if number(text).is_some() && !matches!(option.value_type(), ValueType::Count) => {
            UrlError::from_kind(ProblemKind::InvalidValue).with_message("missing time unit")
        }
        _ => UrlError::from_kind(ProblemKind::InvalidValue).with_message(INVALID_VALUE),
    };
    let help = match option.value_type() {
        ValueType::Count => "use a whole number, or unset the variable",
        _ => "use a number with a unit, such as `30s`, `500ms` or `2m`, or unset the variable",
    };
    Err(error.with_help(help))
}
