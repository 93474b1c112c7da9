//! The variables that libpq reads
//! ([Environment Variables](https://www.postgresql.org/docs/current/libpq-envars.html)), under the
//! `libpq_env` attribute: where the URL is unset or leaves parts out, they fill them in.

use crate::error::UrlError;
use crate::keys::Takes;
use crate::problem::ProblemKind;
use crate::tls::{RootCertificate, TlsMode};
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

/// Fills in the parts that the URL leaves out.
pub(crate) fn fill(url: &mut DatabaseUrl, source: &impl Source) -> Result<(), UrlError> {
    if let ([Host { name, address: None, port }], Some(names)) = (&url.hosts[..], get(source, "PGHOST")?) {
        if name.is_empty() {
            let host = |name: &str| Host { name: name.to_owned(), address: None, port: *port };
            url.hosts = names.split(',').map(host).collect();
        }
    }
    if let Some(list) = get(source, "PGPORT")? {
        let ports: Result<Vec<_>, _> = list.split(',').map(port).collect();
        let remedy = "write a number from 1 to 65535, or one for each host";
        let ports = ports.map_err(|error| error.with_remedy(remedy).in_variable("PGPORT"))?;
        if ports.len() != 1 && ports.len() != url.hosts.len() {
            let error = UrlError::of(ProblemKind::Value).with_remedy("write one port, or as many as there are hosts");
            return Err(error.in_variable("PGPORT"));
        }
        for (host, port) in url.hosts.iter_mut().zip(ports.iter().cycle()) {
            host.port = host.port.or(*port);
        }
    }
    url.username = url.username.take().or(get(source, "PGUSER")?);
    url.password = url.password.take().or(get(source, "PGPASSWORD")?);
    url.database = url.database.take().or(get(source, "PGDATABASE")?);
    url.surroundings.application_name = get(source, "PGAPPNAME")?;
    url.surroundings.options = get(source, "PGOPTIONS")?;
    url.surroundings.tls.pgsslrootcert = get(source, "PGSSLROOTCERT")?.map(|root| RootCertificate::of(&root));
    if let Some(word) = get(source, "PGSSLMODE")? {
        let error =
            UrlError::of(ProblemKind::Value).with_message("not a TLS mode").with_remedy(Takes::TlsMode.remedy());
        url.surroundings.tls.pgsslmode = Some(TlsMode::of_word(word.as_bytes()).ok_or(error.in_variable("PGSSLMODE"))?);
    }
    Ok(())
}

/// A variable's value; libpq takes an empty one as unset.
fn get(source: &impl Source, name: &'static str) -> Result<Option<String>, UrlError> {
    let value = source
        .get(name)
        .map_err(|error| UrlError::of(ProblemKind::Unreadable).with_message(error.to_string()).in_variable(name))?;
    Ok(value.filter(|value| !value.is_empty()))
}
