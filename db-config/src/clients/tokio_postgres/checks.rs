//! Rejects the values that tokio-postgres does not support.

use crate::clients::common::{reject_libpq_only, require_own_ca};
use crate::error::{ProblemKind, UrlError};
use crate::resolved::{Postgres, Server, TargetSessionAttrs};
use crate::target::from_database_url::Companions;
use crate::tls::{TlsMode, TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, UrlPart};

/// Rejects the values that tokio-postgres does not support, except TLS modes and certificates.
pub(super) fn check(url: &DatabaseUrl, postgres: &Postgres<'_>, client: &str) -> Result<(), UrlError> {
    reject_libpq_only(url, postgres, client)?;
    let has_address = |server: &Server<'_>| server.address.is_some();
    if postgres.servers.iter().any(has_address) && !postgres.servers.iter().all(has_address) {
        let error = url.unsupported(client, "`hostaddr` for only some of the hosts", url.host_address_part());
        return Err(error.with_help("set `hostaddr` for each host or for none"));
    }
    let is_known = |wanted| {
        matches!(wanted, TargetSessionAttrs::Any | TargetSessionAttrs::ReadWrite | TargetSessionAttrs::ReadOnly)
    };
    match postgres.target_session_attrs.filter(|wanted| !is_known(wanted.value)) {
        Some(wanted) => {
            let what = format!("`{}={}`", wanted.name, wanted.value);
            let error = url.unsupported(client, what, UrlPart::Parameter(wanted.name));
            Err(error.with_help("use `any`, `read-write` or `read-only`"))
        }
        None => Ok(()),
    }
}

/// Returns the plan of options that leave the certificates to a connector. Options alone hold no certificates.
pub(crate) fn tls(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
    match companions.hold_certificates {
        true => url.tls().clone(),
        false => url.tls().without_certificates(),
    }
}

/// Rejects the mode and the certificates of the URL and of an attribute that [`tls`] leaves out. Those of a variable are a
/// warning, because the variable may be for other programs.
pub(crate) fn check_certificates(url: &DatabaseUrl, companions: Companions, client: &str) -> Result<(), UrlError> {
    match companions.hold_certificates {
        true => require_own_ca(url, url.tls()),
        false => require_no_certificates(url, client),
    }
}

fn require_no_certificates(url: &DatabaseUrl, client: &str) -> Result<(), UrlError> {
    let help = "use the field type `(Config, TlsPlan)`, and build the connector from the plan";
    let tls = url.tls();
    let root = url.root_certificate_name().filter(|_| tls.verifies()).map(|name| ("a CA certificate", name));
    let client_certificate = url.client_certificate_name().filter(|_| tls.mode() != TlsMode::Off);
    let certificates = [root, client_certificate.map(|name| ("a client certificate", name))];
    if let Some((what, name)) = certificates.into_iter().flatten().find(|(_, name)| !name.is_variable) {
        return Err(url.unsupported(client, what, UrlPart::Parameter(name.name)).with_help(help));
    }
    let is_variable = match tls.reason() {
        TlsReason::EnvVar(_) => true,
        // The certificate is from a variable.
        TlsReason::RootCertificate | TlsReason::WithRootCertificate(_) => true,
        _ => false,
    };
    match tls.verifies() && !is_variable {
        true => Err(url
            .tls_error(ProblemKind::Unsupported)
            .with_message(format!("{client} without a `TlsPlan` does not support {}", tls.mode_with_reason()))
            .with_help(help)),
        false => Ok(()),
    }
}
