//! One `key=value` of the query, or what else says the same: a variable, an attribute.

use super::percent::Decoded;
use super::span::Span;
use crate::query::Row;

#[derive(Clone)]
pub(crate) struct Pair {
    pub row: &'static Row,
    name: Decoded,
    value: Decoded,
    /// Where the name stands in the text; `None` for a variable or an attribute.
    pub at: Option<Span>,
    pub is_attribute: bool,
}

impl Pair {
    pub(super) fn new(row: &'static Row, name: Decoded, value: Decoded, at: Span) -> Self {
        Self { row, name, value, at: Some(at), is_attribute: false }
    }

    pub(super) fn of_variable(row: &'static Row, variable: &str, value: &str) -> Self {
        let [name, value] = [variable, value].map(|text| Decoded::Copied(text.to_owned()));
        Self { row, name, value, at: None, is_attribute: false }
    }

    pub(super) fn of_attribute(row: &'static Row, attribute: &str, value: &str) -> Self {
        Self { is_attribute: true, ..Self::of_variable(row, attribute, value) }
    }

    /// The key as it is spelled, the variable or the attribute; `text` is the URL's.
    pub(crate) fn name<'a>(&'a self, text: &'a str) -> &'a str {
        self.name.of(text)
    }

    pub(crate) fn value<'a>(&'a self, text: &'a str) -> &'a str {
        self.value.of(text)
    }
}
