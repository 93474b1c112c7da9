//! Pool options of variables and attributes.

use std::borrow::Cow;

use super::UrlReader;
use crate::pool_defaults::PoolDefaults;
use crate::url::pair::Pair;
use crate::url::{DatabaseUrl, PoolOverride};
use db_config_syntax::query::{self, Key, PoolOption, Row};

impl UrlReader<'_> {
    /// Adds each option as a query parameter. The first of these wins: the URL, the variable, the field's attribute, the
    /// attribute of the field's type. All of them override the parameters of a default URL.
    pub(super) fn add_pools(&mut self) {
        let backend = self.parts.backend;
        let overrides = self.context.pool.iter().filter(|pool_override| pool_override.backends.contains(backend));
        for PoolOverride { option, variable, value, .. } in overrides {
            self.add_pool(*option, variable.as_deref(), value);
        }
        let defaults = self.context.pool_defaults.into_iter();
        for (option, value) in defaults.flat_map(|defaults| defaults.for_backend(backend)) {
            self.add_pool(option, None, &value.to_text());
        }
    }

    /// Adds one option of a variable or of an attribute.
    fn add_pool(&mut self, option: PoolOption, variable: Option<&str>, value: &str) {
        let Some(row) = query::named(option.name(), self.parts.backend) else { return };
        let is_default = self.context.is_default;
        let is_outranked = |pair: &Pair| match pair.at {
            Some(_) => is_default,
            None => variable.is_some(),
        };
        self.pairs.retain(|pair| !(sets(pair, row, option) && is_outranked(pair)));
        // PostgreSQL's `options` can set the statement timeout.
        let is_set = |pair: &Pair| sets(pair, row, option) || pair.sets(row, option.name()) && !is_outranked(pair);
        if !self.pairs.iter().any(is_set) {
            self.pairs.push(match variable {
                Some(variable) => Pair::from_variable(row, variable, value),
                None => Pair::from_attribute(row, option.name(), value),
            });
        }
    }
}

impl DatabaseUrl {
    /// Returns the URL with the pool options of a type, unless they are set already.
    pub(crate) fn with_pool_defaults(&self, defaults: &PoolDefaults) -> Cow<'_, Self> {
        let mut url = Cow::Borrowed(self);
        for (option, value) in defaults.for_backend(self.backend()) {
            let Some(row) = query::named(option.name(), self.backend()) else { continue };
            if !url.pairs.iter().any(|pair| sets(pair, row, option) || pair.sets(row, option.name())) {
                url.to_mut().pairs.push(Pair::from_attribute(row, option.name(), &value.to_text()));
            }
        }
        url
    }
}

/// Returns whether the pair sets the option of this row, under any of its names, MongoDB's own included.
fn sets(pair: &Pair, row: &Row, option: PoolOption) -> bool {
    let mongodb_name = || option.mongodb_name().filter(|_| pair.row.key == Key::MongoDb);
    pair.row.sets_same(row) || mongodb_name().is_some_and(|own| pair.name.eq_ignore_ascii_case(own))
}
