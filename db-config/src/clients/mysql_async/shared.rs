//! The options that mysql_async and the blocking client mysql have in common.

use crate::clients::common::{one_server, unsupported_tls_mode};
use crate::error::UrlError;
use crate::resolved::{MySql, MySqlSession, Pool};
use crate::tls::{TlsMode, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};

/// Rejects the values that neither client supports. `tls` is the client's own plan.
pub(crate) fn check(url: &DatabaseUrl, mysql: &MySql<'_>, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    let server = one_server(url, client, &mysql.servers)?;
    if tls.mode() == TlsMode::Prefer {
        return Err(unsupported_tls_mode(url, tls, client, "set `ssl-mode=required` or `ssl-mode=disabled`"));
    }
    if server.is_socket && tls.mode() != TlsMode::Off {
        let help = "set `ssl-mode=disabled`, because the client does not support TLS over a Unix socket";
        return Err(unsupported_tls_mode(url, tls, client, help));
    }
    match url.client_certificate_name().filter(|_| tls.mode() != TlsMode::Off) {
        // The argument of the client's setter depends on the TLS library that the application chose.
        Some(name) => Err(url
            .unsupported(client, "a client certificate", UrlPart::Parameter(name.name))
            .with_help("remove it, and add the certificate in your code with `SslOpts::with_client_identity`")),
        None => Ok(()),
    }
}

/// Returns the minimum and the maximum number of connections, from the client's constructor. The client has these
/// `defaults`.
pub(crate) fn constraints<C>(
    url: &DatabaseUrl,
    pool: &Pool<'_>,
    defaults: (usize, usize),
    client: &str,
    new: impl FnOnce(usize, usize) -> Option<C>,
) -> Result<C, UrlError> {
    let (min, max) = pool.sizes(url)?;
    let max = max.map_or(defaults.1, |max| max as usize);
    let min = min.map_or(defaults.0.min(max), |min| min as usize);
    new(min, max).ok_or_else(|| {
        let name = pool.min_connections.map_or("", |min| min.name);
        let what = format!("`{name}` ({min}) above its default maximum of {max} connections");
        url.unsupported(client, what, UrlPart::Parameter(name)).with_help("add `max_connections`")
    })
}

/// Returns the statements that set the session variables on connect. The clients have no options for them.
pub(crate) fn session_statements(session: MySqlSession<'_>) -> Vec<String> {
    let MySqlSession { charset, collation, time_zone } = session;
    // `ValueType` has validated the characters.
    let charset = charset.map(|param| param.value).or_else(|| collation.is_some().then(|| "utf8mb4".into()));
    let collation = collation.map_or(String::new(), |param| format!(" COLLATE '{}'", param.value));
    let names = charset.map(|charset| format!("SET NAMES '{charset}'{collation}"));
    let zone = time_zone.map(|param| format!("SET time_zone = '{}'", param.value));
    names.into_iter().chain(zone).collect()
}
