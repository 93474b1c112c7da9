//! What tokio-postgres does not support.

use crate::clients::common::{reject_libpq_only, require_own_ca};
use crate::error::{ProblemKind, UrlError};
use crate::resolved::{Postgres, Server, TargetSessionAttrs};
use crate::target::from_database_url::Companions;
use crate::tls::{TlsMode, TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, UrlPart};

/// Rejects what tokio-postgres does not support, whatever its client's TLS plan.
pub(super) fn check(url: &DatabaseUrl, postgres: &Postgres<'_>, client: &str) -> Result<(), UrlError> {
    reject_libpq_only(url, postgres, client)?;
    let has_address = |server: &Server<'_>| server.address.is_some();
    if postgres.servers.iter().any(has_address) && !postgres.servers.iter().all(has_address) {
        let error = url.unsupported(client, "a `hostaddr` for some of the hosts only", url.host_address_part());
        return Err(error.with_help("write one for each host, or none"));
    }
    let is_known = |wanted| {
        matches!(wanted, TargetSessionAttrs::Any | TargetSessionAttrs::ReadWrite | TargetSessionAttrs::ReadOnly)
    };
    match postgres.target_session_attrs.filter(|wanted| !is_known(wanted.value)) {
        Some(wanted) => {
            let what = format!("`{}={}`", wanted.name, wanted.value);
            let error = url.unsupported(client, what, UrlPart::Parameter(wanted.name));
            Err(error.with_help("write `any`, `read-write` or `read-only`"))
        }
        None => Ok(()),
    }
}

/// Returns the plan of options that leave the certificates to a connector: alone they hold none.
pub(crate) fn tls(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
    match companions.hold_certificates {
        true => url.tls().clone(),
        false => url.tls().without_certificates(),
    }
}

/// Rejects the URL's and the attribute's requests that [`tls`] leaves out. A variable's are in the warnings: it may be
/// there for other programs.
pub(crate) fn check_certificates(url: &DatabaseUrl, companions: Companions, client: &str) -> Result<(), UrlError> {
    match companions.hold_certificates {
        true => require_own_ca(url, url.tls()),
        false => require_no_certificates(url, client),
    }
}

fn require_no_certificates(url: &DatabaseUrl, client: &str) -> Result<(), UrlError> {
    let help = "give the field the type `(Config, TlsPlan)`, and build the client's connector from the plan";
    let tls = url.tls();
    let root = url.root_certificate_name().filter(|_| tls.verifies()).map(|name| ("a root certificate", name));
    let client_certificate = url.client_certificate_name().filter(|_| tls.mode() != TlsMode::Off);
    let certificates = [root, client_certificate.map(|name| ("a client certificate", name))];
    if let Some((what, name)) = certificates.into_iter().flatten().find(|(_, name)| !name.is_variable) {
        return Err(url.unsupported(client, what, UrlPart::Parameter(name.name)).with_help(help));
    }
    let is_variable = match tls.reason() {
        TlsReason::EnvVar(_) => true,
        // The certificate is a variable's.
        TlsReason::RootCertificate | TlsReason::WithRootCertificate(_) => true,
        _ => false,
    };
    match tls.verifies() && !is_variable {
        true => Err(url
            .tls_error(ProblemKind::Unsupported)
            .with_message(format!(
                "the options of {client} alone cannot verify the server, as TLS mode `{}` requires (decided because {})",
                tls.mode(),
                tls.reason()
            ))
            .with_help(help)),
        false => Ok(()),
    }
}
