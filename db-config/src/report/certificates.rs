//! Warnings about certificates that the client does not use or cannot read.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use super::WarningKind;
use super::sqlite_file::begins_with_tilde;
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

    /// Returns warnings about the files that the client uses and that this process cannot read. `supported` is the
    /// client's TLS plan.
    pub(super) fn unreadable_certificates(&self, supported: &TlsPlan) -> impl Iterator<Item = WarningKind> {
        let uses_client = supported.mode() > TlsMode::Prefer;
        let root = supported.root_file().filter(|_| supported.verifies()).zip(self.root_certificate_name());
        let certificate = supported.client_certificate().zip(self.client_certificate_name()).filter(|_| uses_client);
        let key = supported.client_key().zip(self.client_key_name()).filter(|_| uses_client);
        let files = [root, certificate, key].into_iter().flatten();
        files.filter_map(|(path, CertificateName { name, .. })| {
            let reason = reason_not_to_read(path)?;
            Some(WarningKind::UnreadableCertificate { name: name.to_owned(), path: path.to_owned(), reason })
        })
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

/// Returns why this process cannot read a file, or `None` if it can.
fn reason_not_to_read(path: &Path) -> Option<String> {
    // A pipe has its content only once, so it is not opened.
    let result = fs::metadata(path).and_then(|metadata| match metadata.is_dir() {
        true => Err(ErrorKind::IsADirectory.into()),
        false if metadata.is_file() => File::open(path).map(drop),
        false => Ok(()),
    });
    let reason = match result.err()?.kind() {
        ErrorKind::NotFound if begins_with_tilde(path) => "only a shell replaces `~`",
        ErrorKind::NotFound => "it does not exist",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::IsADirectory => "it is a directory",
        kind => return Some(kind.to_string()),
    };
    Some(reason.to_owned())
}
