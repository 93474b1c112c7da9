//! The query parameters and environment variables that name the certificates of the TLS plan.

use std::path::Path;

use super::{DatabaseUrl, WarningKind};
use crate::tls::{RootCertificate, TlsMode, TlsPlan, TlsReason};
use db_config_syntax::query::{Key, ValueType};

/// The query parameter or environment variable that names a certificate.
#[derive(Clone, Copy)]
pub(crate) struct CertificateName<'a> {
    pub name: &'a str,
    pub is_variable: bool,
}

impl DatabaseUrl {
    /// The name of the plan's root certificate.
    pub(crate) fn root_certificate_name(&self) -> Option<CertificateName<'_>> {
        match self.tls().root_certificate()? {
            RootCertificate::File(path) => self.certificate_name(path),
            RootCertificate::System => self.certificate_name(Path::new("system")),
        }
    }

    /// The name of the plan's client certificate.
    pub(crate) fn client_certificate_name(&self) -> Option<CertificateName<'_>> {
        self.certificate_name(self.tls().client_certificate()?)
    }

    /// Of a URL and a variable that name the same file it is the URL's.
    fn certificate_name(&self, path: &Path) -> Option<CertificateName<'_>> {
        let is_file = |key, takes| matches!((key, takes), (Key::Tls(_), ValueType::File));
        let mut named = self
            .pairs()
            .filter(|(pair, _, value)| is_file(pair.row.key, pair.row.value_type) && Path::new(value) == path)
            .map(|(pair, name, _)| CertificateName { name, is_variable: pair.at.is_none() });
        named.next()
    }

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
