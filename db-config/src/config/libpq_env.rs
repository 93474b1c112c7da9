//! The `libpq_env` attribute: libpq's variables, from the source.

use super::source::get;
use super::{Source, variable};
use crate::Backend;
use crate::error::{ProblemKind, UrlError};
use crate::libpq::{VARIABLES, Variable};
use crate::query::{self, Key, Part};
use crate::text::Text;

/// Those that are set, in the table's order. libpq treats an empty one as unset.
pub(super) fn variables(source: &dyn Source) -> Result<Vec<(&'static Variable, Text)>, UrlError> {
    let mut set = Vec::new();
    for variable in VARIABLES {
        let value = match variable.name {
            "PGPASSWORD" => password(source)?,
            name => get(source, name)?,
        };
        set.extend(value.filter(|value| !value.is_empty()).map(|value| (variable, value)));
    }
    Ok(set)
}

/// `PGPASSWORD`, or the file that `PGPASSWORD_FILE` names. An empty one is unset.
fn password(source: &dyn Source) -> Result<Option<Text>, UrlError> {
    match variable::variable(source, "PGPASSWORD") {
        Ok(value) => Ok(value.map(|value| value.text)),
        Err(error) if error.kind() == ProblemKind::Empty => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether one of them says where to connect, as a port, a user or a password alone does not.
pub(super) fn names_a_server(variables: &[(&Variable, Text)]) -> bool {
    let says_where = |variable: &Variable| match query::find(variable.key.as_bytes(), Backend::Postgres) {
        Some(row) => matches!(row.key, Key::Part(Part::Host | Part::HostAddress | Part::Database)),
        None => false,
    };
    variables.iter().any(|(variable, _)| says_where(variable) || variable.key == "service")
}
