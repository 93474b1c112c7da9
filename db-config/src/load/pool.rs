//! The pool's words outside a URL: variables beside the URL's own, and attributes.

use super::{Setting, variable};
use crate::Backend;
use crate::error::{NOT_TAKEN, ProblemKind, UrlError};
use crate::pool_variable::{base, replace_word};
use crate::query::{self, POOL, PoolWord, Takes};
use crate::source::Source;
use crate::url::PoolStatement;
use crate::values::number;

/// What is said about the pool of one setting.
#[derive(Default)]
pub(super) struct Beside {
    pub statements: Vec<PoolStatement>,
    /// Variables that the field's type has no place for.
    lost: Vec<String>,
    /// What is wrong with the others.
    pub problems: Vec<UrlError>,
}

impl Beside {
    /// The variables beside `variable`, which holds the URL or may be set to one; the attributes for the other words.
    pub(super) fn read(source: &dyn Source, setting: &Setting, variable: &str) -> Self {
        let mut beside = Self::default();
        let base = base(variable);
        let mut name = base.to_owned();
        for word in POOL {
            replace_word(&mut name, base.len(), word.name);
            let said = variable::variable(source, &name).transpose();
            let attribute = setting.spec.pool.iter().find(|(name, _)| *name == word.name);
            match (said, attribute) {
                (Some(said), _) if !setting.spec.carries.has(word.carries) => {
                    beside.lost.push(said.map_or_else(|_| name.clone(), |said| said.name.into_owned()));
                }
                (Some(Ok(said)), _) => match check(word, &said.text) {
                    Ok(value) => {
                        let variable = Some(said.name.into_owned());
                        beside.statements.push(PoolStatement { word, variable, value });
                    }
                    Err(error) => beside.problems.push(error.in_variable(said.name.into_owned())),
                },
                (Some(Err(error)), _) => beside.problems.push(error),
                (None, Some((_, value))) => {
                    beside.statements.push(PoolStatement { word, variable: None, value: (*value).to_owned() });
                }
                (None, None) => {}
            }
        }
        beside
    }

    /// The variables that have no effect on a URL of this backend.
    pub(super) fn lost(self, backend: Backend) -> impl Iterator<Item = String> {
        let has_no_key = move |word: &PoolWord| query::find(word.name.as_bytes(), backend).is_none();
        let lost = self.statements.into_iter().filter(move |statement| has_no_key(statement.word));
        self.lost.into_iter().chain(lost.filter_map(|statement| statement.variable))
    }
}

fn check(word: &PoolWord, value: &str) -> Result<String, UrlError> {
    let (kind, message) = match value {
        "" => (ProblemKind::Empty, ProblemKind::Empty.message()),
        text if word.accepts(text.as_bytes()) => return Ok(text.to_owned()),
        text if number(text.as_bytes()).is_some() && !matches!(word.takes, Takes::Count) => {
            (ProblemKind::Value, "a time without its unit")
        }
        _ => (ProblemKind::Value, NOT_TAKEN),
    };
    let remedy = match word.takes {
        Takes::Count => "write a whole number, or leave it unset",
        _ => "write it as `30s`, `500ms` or `2m`, or leave it unset",
    };
    Err(UrlError::of(kind).with_message(message).with_remedy(remedy))
}
