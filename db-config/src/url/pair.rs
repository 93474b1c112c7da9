//! A query parameter of the URL, or a variable or an attribute in its place.

use db_config_syntax::query::{Key, Row, SessionKey};
use db_config_syntax::{Parameter, Parts, Span, parameters};

use crate::error::UrlError;

#[derive(Clone)]
pub(crate) struct Pair {
    pub row: &'static Row,
    /// The name of the parameter as the URL spells it, of the variable or of the attribute.
    pub name: String,
    pub value: String,
    /// The position of the name in the URL; `None` for a variable or a pool option of an attribute.
    pub at: Option<Span>,
    pub is_attribute: bool,
}

impl Pair {
    pub(super) fn from_variable(row: &'static Row, variable: &str, value: &str) -> Self {
        Self { row, name: variable.to_owned(), value: value.to_owned(), at: None, is_attribute: false }
    }

    pub(super) fn from_attribute(row: &'static Row, attribute: &str, value: &str) -> Self {
        Self { is_attribute: true, ..Self::from_variable(row, attribute, value) }
    }

    /// Returns whether it sets the same value as a query parameter, under any of its names. PostgreSQL's `options` set
    /// several values. A character set of MySQL sets the collation too, and the other way around.
    pub(super) fn sets(&self, row: &Row, name: &str) -> bool {
        match (self.row.setting(&self.name), row.setting(name)) {
            (Some(own), Some(setting)) => own.eq_ignore_ascii_case(setting),
            (None, Some(setting)) => {
                self.row.key == Key::Session(SessionKey::Options) && has_setting(&self.value, setting)
            }
            (Some(_), None) => false,
            (None, None) if sets_charset(self.row) => sets_charset(row),
            (None, None) if self.row.has_many_meanings() => self.name.eq_ignore_ascii_case(name),
            (None, None) => self.row.sets_same(row),
        }
    }

    /// Returns whether the attribute `params` sets it, which sets no pool options.
    pub(crate) fn is_param(&self) -> bool {
        let is_pool_option = self.row.pool_option().is_some();
        self.is_attribute && !is_pool_option
    }
}

impl From<Parameter> for Pair {
    fn from(Parameter { row, name, value, at }: Parameter) -> Self {
        Self { row, name, value, at: Some(at), is_attribute: false }
    }
}

fn sets_charset(row: &Row) -> bool {
    matches!(row.key, Key::Session(SessionKey::Charset | SessionKey::Collation))
}

/// Returns whether PostgreSQL's `options` set a server parameter: `-c name=value`, `-cname=value` or `--name=value`. The
/// server accepts a `-` for a `_`.
fn has_setting(options: &str, setting: &str) -> bool {
    let mut before = "";
    options.split_ascii_whitespace().any(|word| {
        let is_argument = before == "-c";
        // A space after a backslash is part of the value.
        let is_value = before.ends_with('\\');
        before = word;
        let option = match is_argument {
            true => Some(word),
            false => word.strip_prefix("--").or_else(|| word.strip_prefix("-c")),
        };
        let name = option.and_then(|option| option.split('=').next()).filter(|_| !is_value);
        name.is_some_and(|name| name.replace('-', "_").eq_ignore_ascii_case(setting))
    })
}

/// Reads the query parameters of a URL.
pub(super) fn parameters_of(text: &str, parts: &Parts) -> Result<Vec<Parameter>, UrlError> {
    parameters(text, parts).map_err(|fault| UrlError::from_fault(fault, text, parts))
}

#[cfg(test)]
mod tests {
    use super::has_setting;

    #[test]
    fn options_set_a_parameter_in_each_spelling_of_the_server() {
        for options in
            ["-c lock_timeout=5", "-clock_timeout=5", "--lock-timeout=5", "-c jit=off  -c LOCK_TIMEOUT=a\\ b"]
        {
            assert!(has_setting(options, "lock_timeout"), "{options}");
        }
        for options in ["", "-c", "-c lock_timeout_=5", "-c jit=lock_timeout", "-c search_path=a\\ --lock_timeout=5"] {
            assert!(!has_setting(options, "lock_timeout"), "{options}");
        }
    }
}
