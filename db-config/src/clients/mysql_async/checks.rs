//! Rejects the values that mysql_async does not support.

use crate::clients::common::{one_server, require_own_ca, unsupported_tls_mode};
use crate::error::UrlError;
use crate::resolved::MySql;
use crate::tls::{TlsMode, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};

/// Rejects the values that mysql_async does not support. `tls` is its own plan.
pub(super) fn check(url: &DatabaseUrl, mysql: &MySql<'_>, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    let server = one_server(url, client, &mysql.servers)?;
    if tls.mode() == TlsMode::Prefer {
        return Err(unsupported_tls_mode(url, tls, client, "set `ssl-mode=required` or `ssl-mode=disabled`"));
    }
    require_own_ca(url, tls)?;
    if server.is_socket && tls.mode() != TlsMode::Off {
        let help = "set `ssl-mode=disabled`, because mysql_async does not support TLS over a Unix socket";
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
