//! The pool's words beside the URL: variables and attributes.

use super::Reader;
use crate::query::{self, Key};
use crate::url::pair::Pair;
use crate::url::surroundings::PoolStatement;

impl Reader<'_> {
    /// Applies a word as its key would be. The nearer to the operator wins: the URL, the variable, the attribute; and the
    /// variable before a default.
    pub(super) fn add_pool(&mut self, statement: &PoolStatement) {
        let PoolStatement { word, variable, value } = statement;
        let Some(row) = query::find(word.name.as_bytes(), self.parts.backend) else { return };
        let is_mongodbs = |pair: &Pair| {
            let own = query::of_mongodb(word.name).filter(|_| pair.row.key == Key::MongoDb);
            own.is_some_and(|own| pair.name(self.text).eq_ignore_ascii_case(own))
        };
        let is_same = |pair: &Pair| pair.row.name() == row.name() || is_mongodbs(pair);
        if variable.is_some() {
            let outranked = |pair: &Pair| pair.at.is_none() || self.surroundings.is_default;
            self.pairs.retain(|pair| !(is_same(pair) && outranked(pair)));
        }
        if !self.pairs.iter().any(is_same) {
            self.pairs.push(match variable {
                Some(variable) => Pair::of_variable(row, variable, value),
                None => Pair::of_attribute(row, word.name, value),
            });
        }
    }
}
