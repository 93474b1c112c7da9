//! mysql_async's rules, and its dialect for those on top of it that are given a string (diesel-async, refinery).

use super::text::{self, UrlText};
use crate::error::UrlError;
use crate::keys::Key;
use crate::{DatabaseUrl, Host, RootCertificate, TlsMode};

/// The one server, once it is known that mysql_async can do what was decided about TLS.
pub(crate) fn host<'a>(url: &'a DatabaseUrl, client: &str) -> Result<&'a Host, UrlError> {
    let host = url.one_host(client)?;
    let tls = url.tls();
    if tls.mode() == TlsMode::Prefer {
        return Err(url.no_such_tls(client, "write `ssl-mode=required` or `ssl-mode=disabled`"));
    }
    if host.is_socket() && tls.mode() != TlsMode::Off {
        return Err(url.no_such_tls(client, "write `ssl-mode=disabled`: over a Unix socket it does no TLS"));
    }
    if tls.client_certificate().is_some() && tls.mode() != TlsMode::Off {
        // Its setter is there, and takes one thing or another, by the TLS library that the application chose.
        return Err(url
            .not_carried(client, "a client certificate", url.parts().query)
            .with_remedy("remove it, and add it to the client's options in code: `SslOpts::with_client_identity`"));
    }
    Ok(host)
}

/// The URL in mysql_async's own dialect, versions 0.36 and 0.37.
pub(crate) fn url(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    url.carries(client, &[Key::StatementCache, Key::PreparedStatements, Key::Charset])?;
    if let Some(charset) = url.value(Key::Charset).filter(|charset| !charset.eq_ignore_ascii_case("utf8mb4")) {
        let what = format!("`charset={charset}`");
        return Err(url.not_carried(client, &what, url.parts().query).with_remedy("remove it: it speaks `utf8mb4`"));
    }
    let host = host(url, client)?;
    let tls = url.tls();
    if tls.mode() > TlsMode::Require && matches!(tls.root_certificate(), Some(RootCertificate::File(_))) {
        return Err(url.not_carried(client, "a root certificate", url.parts().query));
    }
    let (name, socket) = match host.name() {
        socket if host.is_socket() => ("localhost", Some(socket)),
        "" => ("127.0.0.1", None),
        name => (name, None),
    };
    let hosts = text::hosts([(name.to_owned(), host.port())].into_iter());
    let off = |off: bool| off.then_some("false");
    Ok(UrlText::new("mysql", url.username(), url.password(), &hosts, url.database())
        // Else it leaves a loopback address for the socket that the server names.
        .key_if("prefer_socket", off(socket.is_none()))
        .key_if("socket", socket)
        .key_if("require_ssl", (tls.mode() != TlsMode::Off).then_some("true"))
        .key_if("verify_ca", off(tls.mode() == TlsMode::Require))
        .key_if("verify_identity", off(matches!(tls.mode(), TlsMode::Require | TlsMode::VerifyCa)))
        .number_if("stmt_cache_size", url.statement_cache())
        .finish())
}
