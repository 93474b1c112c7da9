//! The databases of Redis, which have numbers instead of names.
//!
//! The form of the URLs is that of the [`redis` scheme at IANA](https://www.iana.org/assignments/uri-schemes/prov/redis)
//! and of the crates `redis` and `fred`.

use crate::backend::{Backend, is_socket_scheme};
use crate::fault::Fault;
use crate::parameters::Parameter;
use crate::parts::Parts;
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{Component, Key};
use crate::values::number;

/// Returns the number of the database in the path or in `db`. Returns `None` if neither names one, and for other databases.
///
/// # Errors
///
/// It is not a number.
pub fn database_of(text: &str, parts: &Parts, parameters: &[Parameter]) -> Result<Option<u32>, Fault> {
    if parts.backend != Backend::Redis {
        return Ok(None);
    }
    if let Some(parameter) =
        parameters.iter().find(|parameter| parameter.row.key == Key::Component(Component::Database))
    {
        return database(parameter.value.trim_matches('/')).map_err(|fault| parts.mark(text, fault, parameter.at));
    }
    if is_socket_scheme(parts.scheme) {
        return Ok(None);
    }
    let path = percent::decode(parts.path.of(text))?;
    database(path.trim_matches('/')).map_err(|fault| {
        let fault = parts.mark(text, fault, parts.path);
        match path.contains('.') || path.trim_matches('/').contains('/') {
            true => fault.with_help("use a number, or `redis+unix://` before the path of a Unix socket"),
            false => fault,
        }
    })
}

/// Parses the number of a database. Returns `None` for an empty name.
///
/// # Errors
///
/// It is not a number.
pub fn database(name: &str) -> Result<Option<u32>, Fault> {
    match number(name) {
        None if name.is_empty() => Ok(None),
        None => Err(Fault::new(ProblemKind::InvalidValue)
            .with_message("expected the number of a Redis database")
            .with_help("use a number such as `0`, because Redis databases have no names")),
        number => Ok(number),
    }
}
