//! The `libpq_env` attribute: libpq's variables, from the source.

use super::Source;
use crate::error::{ProblemKind, UrlError};
use crate::libpq::{VARIABLES, Variable};

/// Those that are set, in the table's order. libpq takes an empty one as unset.
pub(super) fn variables(source: &(impl Source + ?Sized)) -> Result<Vec<(&'static Variable, String)>, UrlError> {
    let mut set = Vec::new();
    for variable in VARIABLES {
        let unreadable = |message: String| UrlError::of(ProblemKind::Unreadable).with_message(message);
        let value = source.get(variable.name);
        let value = value.map_err(|error| unreadable(error.to_string()).in_variable(variable.name))?;
        set.extend(value.filter(|value| !value.is_empty()).map(|value| (variable, value)));
    }
    Ok(set)
}

/// Whether one of them says where to connect.
pub(super) fn names_a_server(variables: &[(&Variable, String)]) -> bool {
    const WHERE: [&str; 7] = ["host", "hostaddr", "port", "user", "password", "dbname", "service"];
    variables.iter().any(|(variable, _)| WHERE.contains(&variable.key))
}
