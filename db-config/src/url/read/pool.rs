//! The pool options beside the URL: variables and attributes.

use std::borrow::Cow;

use super::UrlReader;
use crate::pool_defaults::PoolDefaults;
use crate::url::DatabaseUrl;
use crate::url::pair::Pair;
use db_config_syntax::query::{self, Key, PoolOption, Row};

impl UrlReader<'_> {
    /// Applies each option as its query parameter would be. The nearer to the operator wins: the URL, the variable, the
    /// field's attribute, those of its type; and all of them win over a default URL's own parameters.
    pub(super) fn add_pools(&mut self) {
        for statement in self.context.pool {
            self.add_pool(statement.option, statement.variable.as_deref(), &statement.value);
        }
        let defaults = self.context.pool_defaults.into_iter();
        for (option, value) in defaults.flat_map(|defaults| defaults.for_backend(self.parts.backend)) {
            self.add_pool(option, None, &value.to_text());
        }
    }

    /// One option, of a variable or of an attribute.
    fn add_pool(&mut self, option: PoolOption, variable: Option<&str>, value: &str) {
        let Some(row) = query::named(option.name(), self.parts.backend) else { return };
        let is_default = self.context.is_default;
        let is_outranked = |pair: &Pair| match pair.at {
            Some(_) => is_default,
            None => variable.is_some(),
        };
        self.pairs.retain(|pair| !(states(pair, row, option) && is_outranked(pair)));
        if !self.pairs.iter().any(|pair| states(pair, row, option)) {
            self.pairs.push(match variable {
                Some(variable) => Pair::from_variable(row, variable, value),
                None => Pair::from_attribute(row, option.name(), value),
            });
        }
    }
}

impl DatabaseUrl {
    /// The same URL, with a type's pool options for what nothing else states.
    pub(crate) fn with_pool_defaults(&self, defaults: &PoolDefaults) -> Cow<'_, Self> {
        let mut url = Cow::Borrowed(self);
        for (option, value) in defaults.for_backend(self.backend()) {
            let Some(row) = query::named(option.name(), self.backend()) else { continue };
            if !url.pairs.iter().any(|pair| states(pair, row, option)) {
                url.to_mut().pairs.push(Pair::from_attribute(row, option.name(), &value.to_text()));
            }
        }
        url
    }
}

/// Whether the pair states the option, whose row this is: by any of its names, MongoDB's own included.
fn states(pair: &Pair, row: &Row, option: PoolOption) -> bool {
    let of_mongodb = || option.mongodb_name().filter(|_| pair.row.key == Key::MongoDb);
    pair.row.name() == row.name() || of_mongodb().is_some_and(|own| pair.name.eq_ignore_ascii_case(own))
}
