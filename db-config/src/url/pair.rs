//! A query parameter of the URL, or a variable or an attribute in its place.

use db_config_syntax::query::Row;
use db_config_syntax::{Parameter, Span};

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
