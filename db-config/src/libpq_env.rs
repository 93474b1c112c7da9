//! The variables that libpq reads
//! ([Environment Variables](https://www.postgresql.org/docs/current/libpq-envars.html)), under the
//! `libpq_env` attribute: where the URL is unset or leaves parts out, they fill them in.

use crate::error::UrlError;
use crate::problem::ProblemKind;
use crate::tls_decision::TlsSurroundings;
use crate::url::{Host, port};
use crate::{DatabaseUrl, Source};

/// Whether one of the variables is set that say where to connect.
pub(crate) fn is_set(source: &impl Source) -> Result<bool, UrlError> {
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"] {
        if get(source, name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The URL with the parts that it leaves out.
pub(crate) fn fill(url: DatabaseUrl, source: &impl Source) -> Result<DatabaseUrl, UrlError> {
    let host = get(source, "PGHOST")?;
    let ports = match get(source, "PGPORT")? {
        Some(list) => list
            .split(',')
            .map(|text| port(text).map_err(|error| named("PGPORT", error)))
            .collect::<Result<Vec<_>, _>>()?,
        None => Vec::new(),
    };
    let (user, password) = (get(source, "PGUSER")?, get(source, "PGPASSWORD")?);
    let database = get(source, "PGDATABASE")?;
    let mode = match get(source, "PGSSLMODE")? {
        Some(word) => Some(
            TlsSurroundings::mode_of(&word)
                .map_err(|remedy| named("PGSSLMODE", UrlError::of(ProblemKind::Value).with_remedy(remedy)))?,
        ),
        None => None,
    };
    let root = get(source, "PGSSLROOTCERT")?;
    let (application_name, options) = (get(source, "PGAPPNAME")?, get(source, "PGOPTIONS")?);

    Ok(url.surround(|fill| {
        if let ([Host { name, address: None, port }], Some(names)) = (&fill.hosts[..], host) {
            if name.is_empty() {
                let port = *port;
                *fill.hosts =
                    names.split(',').map(|name| Host { name: name.to_owned(), address: None, port }).collect();
            }
        }
        if ports.len() == 1 || ports.len() == fill.hosts.len() {
            for (host, port) in fill.hosts.iter_mut().zip(ports.iter().cycle()) {
                host.port = host.port.or(*port);
            }
        }
        *fill.username = fill.username.take().or(user);
        *fill.password = fill.password.take().or(password);
        *fill.database = fill.database.take().or(database);
        fill.surroundings.tls.pgsslmode = mode;
        fill.surroundings.tls.pgsslrootcert = root.map(|root| TlsSurroundings::root_of(&root));
        fill.surroundings.application_name = application_name;
        fill.surroundings.options = options;
    }))
}

/// A variable's value; libpq takes an empty one as unset.
fn get(source: &impl Source, name: &'static str) -> Result<Option<String>, UrlError> {
    let value = source.get(name).map_err(|error| {
        UrlError::of(ProblemKind::Unreadable).with_message(format!("{name} cannot be read: {error}"))
    })?;
    Ok(value.filter(|value| !value.is_empty()))
}

/// An error in the value of `name`.
fn named(name: &str, error: UrlError) -> UrlError {
    let message = format!("{name}: {}", error.message());
    error.with_message(message)
}
