//! mysql_async's dialect of URLs (versions 0.36 and 0.37), for clients built on it that only accept a URL.

use super::checks::check;
use crate::clients::canonical::{self, CanonicalUrl, reject_dot_segment, reject_zone};
use crate::clients::common::one_server;
use crate::error::UrlError;
use crate::resolved::{MySql, MySqlSession, Secret, Server, reject};
use crate::tls::TlsMode;
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::query::mysql::is_in_utf8mb4;

pub(crate) fn canonical_text(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    let (mysql, tls) = (MySql::resolve(url)?, url.tls().downgrade_implied_prefer());
    check(url, &mysql, &tls, client)?;
    let MySql { servers, user, password, database, tls: _, session, statement_cache, pool: _, timeouts: _ } = mysql;
    reject_dot_segment(url, database, client)?;
    let MySqlSession { charset, collation, time_zone } = session;
    reject!(url, client, [collation, time_zone]);
    if let Some(charset) = charset.filter(|charset| !is_in_utf8mb4(&charset.value)) {
        let what = format!("`{}={}`", charset.name, charset.value);
        return Err(url
            .unsupported(client, what, UrlPart::Parameter(charset.name))
            .with_help(format!("remove it, because {client} always uses `utf8mb4`")));
    }
    if let Some(name) = url.root_certificate_name().filter(|_| tls.verifies() && tls.root_file().is_some()) {
        return Err(url.unsupported(client, "a CA certificate", UrlPart::Parameter(name.name)));
    }
    let Server { host, is_socket, address: _, port } = one_server(url, client, &servers)?;
    let (name, socket) = match &**host {
        socket if *is_socket => ("localhost", Some(socket)),
        "" => ("127.0.0.1", None),
        name => (name, None),
    };
    reject_zone(url, name, client)?;
    let off = |off: bool| off.then_some("false");
    let password = password.map(Secret::expose_secret);
    Ok(CanonicalUrl::new("mysql", Some(user), password, &canonical::host(name, *port), database)
        // By default it switches from a loopback address to the socket that the server names.
        .key_if("prefer_socket", off(socket.is_none()))
        .key_if("socket", socket)
        .key_if("require_ssl", (tls.mode() != TlsMode::Off).then_some("true"))
        .key_if("verify_ca", off(tls.mode() == TlsMode::Require))
        .key_if("verify_identity", off(matches!(tls.mode(), TlsMode::Require | TlsMode::VerifyCa)))
        .number_if("stmt_cache_size", statement_cache.map(|size| size.value))
        .finish())
}
