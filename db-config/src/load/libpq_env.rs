//! The `libpq_env` attribute: the libpq variables replace a URL and override parts of a default value.

use crate::error::UrlError;
use crate::libpq::VARIABLES;
use crate::url::Variables;
use db_config_syntax::Backend;
use db_config_syntax::query::{self, Component, Key};

/// Returns whether a variable that names a server or a database is set. A port, user or password alone is not enough.
pub(super) fn names_a_server(variables: Variables<'_>) -> Result<bool, UrlError> {
    for variable in VARIABLES {
        let row = query::named(variable.key, Backend::Postgres);
        let names_it = row.is_some_and(|row| {
            matches!(row.key, Key::Component(Component::Host | Component::HostAddress | Component::Database))
        });
        if names_it && variables.get(variable.name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the names of the variables that are set.
pub(super) fn names(variables: Variables<'_>) -> Result<Vec<String>, UrlError> {
    let mut names = Vec::new();
    for variable in VARIABLES {
        names.extend(variables.get(variable.name)?.map(|_| variable.name.to_owned()));
    }
    Ok(names)
}
