//! Warnings about certificates that the client options do not use.

use super::WarningKind;
use crate::tls::{TlsMode, TlsPlan, TlsReason};
use crate::url::{CertificateName, DatabaseUrl};

impl DatabaseUrl {
    /// The certificates that the TLS mode does not use.
    pub(super) fn unused_certificates(&self) -> impl Iterator<Item = WarningKind> {
        let plan = self.tls();
        let mode = plan.mode();
        // A variable may name one for other servers than that of a Unix socket, and libpq ignores it there.
        let is_stated = |name: &CertificateName<'_>| !name.is_variable || plan.reason().is_explicit();
        let root = self.root_certificate_name().filter(|_| !plan.verifies());
        let client = self.client_certificate_name().filter(|_| mode <= TlsMode::Prefer);
        let unused = [root, client].into_iter().flatten().filter(is_stated);
        unused.map(move |CertificateName { name, .. }| WarningKind::UnusedCertificate { name: name.to_owned(), mode })
    }

    /// What environment variables ask for and the client options do not hold, whose plan is `held`.
    pub(crate) fn unheld_certificates(&self, held: &TlsPlan) -> impl Iterator<Item = WarningKind> {
        let plan = self.tls();
        let mode = match plan.reason() {
            TlsReason::EnvVar(variable) if plan.verifies() && !held.verifies() => {
                Some(WarningKind::NotVerified { variable: variable.clone(), mode: plan.mode() })
            }
            _ => None,
        };
        let root = self.root_certificate_name().filter(|_| plan.verifies() && held.root_certificate().is_none());
        let is_used = plan.mode() > TlsMode::Prefer && held.client_certificate().is_none();
        let client = self.client_certificate_name().filter(|_| is_used);
        let certificates = [root, client].into_iter().flatten();
        let certificates = certificates
            .map(|CertificateName { name, .. }| WarningKind::UnheldCertificate { variable: name.to_owned() });
        mode.into_iter().chain(certificates)
    }
}
