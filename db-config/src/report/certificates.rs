//! Warnings about certificates that the client does not use.

use super::WarningKind;
use crate::tls::{TlsMode, TlsPlan, TlsReason};
use crate::url::{CertificateName, DatabaseUrl};

impl DatabaseUrl {
    /// Returns warnings about the certificates that the TLS mode does not use.
    pub(super) fn unused_certificates(&self) -> impl Iterator<Item = WarningKind> {
        let plan = self.tls();
        let mode = plan.mode();
        // A certificate from a variable may be for other servers. libpq ignores it for a Unix socket.
        let is_stated = |name: &CertificateName<'_>| !name.is_variable || plan.reason().is_explicit();
        let root = self.root_certificate_name().filter(|_| !plan.verifies());
        let client = self.client_certificate_name().filter(|_| mode <= TlsMode::Prefer);
        let unused = [root, client].into_iter().flatten().filter(is_stated);
        unused.map(move |CertificateName { name, .. }| WarningKind::UnusedCertificate { name: name.to_owned(), mode })
    }

    /// Returns warnings about the certificates and the TLS mode from environment variables that the client does not
    /// support. `supported` is the client's TLS plan.
    pub(crate) fn unheld_certificates(&self, supported: &TlsPlan) -> impl Iterator<Item = WarningKind> {
        let plan = self.tls();
        let mode = match plan.reason() {
            TlsReason::EnvVar(variable) if plan.verifies() && !supported.verifies() => {
                Some(WarningKind::NotVerified { variable: variable.clone(), mode: plan.mode() })
            }
            _ => None,
        };
        let root = self.root_certificate_name().filter(|_| plan.verifies() && supported.root_certificate().is_none());
        let is_used = plan.mode() > TlsMode::Prefer && supported.client_certificate().is_none();
        let client = self.client_certificate_name().filter(|_| is_used);
        let certificates = [root, client].into_iter().flatten();
        let certificates = certificates
            .map(|CertificateName { name, .. }| WarningKind::UnheldCertificate { variable: name.to_owned() });
        mode.into_iter().chain(certificates)
    }
}
