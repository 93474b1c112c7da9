//! The pool's words outside a URL: variables beside the URL's own, and attributes.

use super::{Field, variable};
use crate::capabilities::Capabilities;
use crate::error::{INVALID_VALUE, ProblemKind, UrlError};
use crate::source::Source;
use crate::url::PoolOverride;
use db_config_syntax::Backend;
use db_config_syntax::query::{self, PoolOption, ValueType, derived_variable};
use db_config_syntax::values::number;

/// What is said about the pool of one setting.
#[derive(Default)]
pub(super) struct PoolOverrides {
    pub statements: Vec<PoolOverride>,
    /// Variables that the field's type has no place for.
    lost: Vec<String>,
    /// What is wrong with the others.
    pub problems: Vec<UrlError>,
}

impl PoolOverrides {
    /// The variables beside `variable`, which holds the URL or may be set to one; the attributes for the other words.
    pub(super) fn read(source: &dyn Source, setting: &Field, variable: &str) -> Self {
        let mut beside = Self::default();
        for option in PoolOption::ALL {
            let name = derived_variable(variable, option.variable_ending());
            let said = variable::variable(source, &name).transpose();
            let attribute = setting.spec.pool.iter().find(|(of, _)| *of == option);
            match (said, attribute) {
                (Some(said), _) if !setting.spec.capabilities.contains(Capabilities::of_option(option)) => {
                    beside.lost.push(said.map_or_else(|_| name.clone(), |said| said.name.into_owned()));
                }
                (Some(Ok(said)), _) => match check(option, &said.text) {
                    Ok(value) => {
                        let variable = Some(said.name.into_owned());
                        beside.statements.push(PoolOverride { option, variable, value });
                    }
                    Err(error) => beside.problems.push(error.in_variable(said.name.into_owned())),
                },
                (Some(Err(error)), _) => beside.problems.push(error),
                (None, Some((_, value))) => {
                    beside.statements.push(PoolOverride { option, variable: None, value: value.to_text() });
                }
                (None, None) => {}
            }
        }
        beside
    }

    /// The variables that have no effect on a URL of this backend.
    pub(super) fn lost(self, backend: Backend) -> impl Iterator<Item = String> {
        let has_no_key = move |option: PoolOption| query::named(option.name(), backend).is_none();
        let lost = self.statements.into_iter().filter(move |statement| has_no_key(statement.option));
        self.lost.into_iter().chain(lost.filter_map(|statement| statement.variable))
    }
}

fn check(option: PoolOption, value: &str) -> Result<String, UrlError> {
    let (kind, message) = match value {
        "" => (ProblemKind::Empty, ProblemKind::Empty.message()),
        text if option.is_valid(text) => return Ok(text.to_owned()),
        text if number(text).is_some() && !matches!(option.value_type(), ValueType::Count) => {
            (ProblemKind::InvalidValue, "a time without its unit")
        }
        _ => (ProblemKind::InvalidValue, INVALID_VALUE),
    };
    let help = match option.value_type() {
        ValueType::Count => "write a whole number, or leave it unset",
        _ => "write it as `30s`, `500ms` or `2m`, or leave it unset",
    };
    Err(UrlError::from_kind(kind).with_message(message).with_help(help))
}
