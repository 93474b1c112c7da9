//! One `key=value` of the query, or a libpq variable that says the same.

use super::percent::Decoded;
use super::span::Span;
use crate::query::Row;

#[derive(Clone)]
pub(crate) struct Pair {
    pub row: &'static Row,
    name: Decoded,
    value: Decoded,
    /// Where the name stands; `None` for a variable.
    pub at: Option<Span>,
}

impl Pair {
    pub(super) fn new(row: &'static Row, name: Decoded, value: Decoded, at: Span) -> Self {
        Self { row, name, value, at: Some(at) }
    }

    pub(super) fn of_variable(row: &'static Row, variable: &str, value: &str) -> Self {
        Self { row, name: Decoded::Copied(variable.to_owned()), value: Decoded::Copied(value.to_owned()), at: None }
    }

    /// The key as it is spelled, or the variable; `text` is the URL's.
    pub(crate) fn name<'a>(&'a self, text: &'a str) -> &'a str {
        self.name.of(text)
    }

    pub(crate) fn value<'a>(&'a self, text: &'a str) -> &'a str {
        self.value.of(text)
    }
}
