//! What mysql_async does not support.

use crate::clients::common::{one_server, require_own_ca, unsupported_tls_mode};
use crate::error::UrlError;
use crate::resolved::MySql;
use crate::tls::{TlsMode, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};

/// Rejects what mysql_async does not support; `tls` is its own plan.
pub(super) fn check(url: &DatabaseUrl, mysql: &MySql<'_>, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    let server = one_server(url, client, &mysql.servers)?;
    if tls.mode() == TlsMode::Prefer {
        return Err(unsupported_tls_mode(url, tls, client, "write `ssl-mode=required` or `ssl-mode=disabled`"));
    }
    require_own_ca(url, tls)?;
    if server.is_socket && tls.mode() != TlsMode::Off {
        let help = "write `ssl-mode=disabled`: over a Unix socket it does no TLS";
        return Err(unsupported_tls_mode(url, tls, client, help));
    }
    match url.client_certificate_name().filter(|_| tls.mode() != TlsMode::Off) {
        // What its setter takes depends on the TLS library that the application chose.
        Some(name) => Err(url
            .unsupported(client, "a client certificate", UrlPart::Parameter(name.name))
            .with_help("remove it, and add it to the client's options in code: `SslOpts::with_client_identity`")),
        None => Ok(()),
    }
}
