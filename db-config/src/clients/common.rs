//! Checks that several clients share.

use crate::error::{ProblemKind, UrlError};
use crate::resolved::{Postgres, Server};
use crate::tls::{TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backend;

/// Returns the only server, for a client that connects to just one.
pub(super) fn one_server<'s, 'a>(
    url: &DatabaseUrl,
    client: &str,
    servers: &'s [Server<'a>],
) -> Result<&'s Server<'a>, UrlError> {
    match servers {
        [server] => Ok(server),
        _ => {
            let error = url.unsupported(client, "several hosts", UrlPart::Hosts);
            Err(error.with_help("write one, or give the field a client that takes several"))
        }
    }
}

/// Rejects what a client without libpq does not support.
pub(super) fn reject_libpq_only(url: &DatabaseUrl, postgres: &Postgres<'_>, client: &str) -> Result<(), UrlError> {
    let Some(param) = postgres.libpq_only() else { return Ok(()) };
    let error = param.unsupported(url, client);
    let is_file = postgres.libpq.iter().any(|own| own.name == "passfile" && own.param.name == param.name);
    Err(match is_file && postgres.servers.len() > 1 {
        true => error.with_message(format!(
            "{client} does not support different passwords for several hosts, which the password file has"
        )),
        false => error,
    })
}

/// A variable that `client` reads by itself, and that nothing keeps from it.
pub(super) fn environment_conflict(variable: &str, client: &str) -> UrlError {
    UrlError::from_kind(ProblemKind::Unsupported)
        .with_message(format!("{variable} is set in the environment, and {client} cannot be kept from reading it"))
}

/// Rejects `verify-ca` without a CA certificate.
pub(super) fn require_own_ca(url: &DatabaseUrl, tls: &TlsPlan) -> Result<(), UrlError> {
    let help = match url.backend() {
        Backend::MySql => "use `verify_identity`, or name the CA with `ssl-ca`",
        Backend::MongoDb => "remove `tlsAllowInvalidHostnames`",
        _ => "use `verify-full`, or name the CA with `sslrootcert`",
    };
    tls.reject_public_verify_ca(|| url.tls_error(ProblemKind::Unsupported), help)
}

/// `client` cannot do what was decided about TLS.
pub(super) fn unsupported_tls_mode(url: &DatabaseUrl, tls: &TlsPlan, client: &str, help: &'static str) -> UrlError {
    let help = match tls.reason().decider() {
        TlsReason::Attribute => "write another mode in the `tls` attribute",
        TlsReason::DefaultAttribute => "write another mode in the `default_tls` attribute",
        _ => help,
    };
    url.tls_error(ProblemKind::Unsupported)
        .with_message(format!("{client} cannot do TLS mode `{}` (decided because {})", tls.mode(), tls.reason()))
        .with_help(help)
}
