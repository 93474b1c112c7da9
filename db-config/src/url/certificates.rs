//! The query parameters and environment variables that name the certificates of the TLS plan.

use std::path::Path;

use super::{DatabaseUrl, Pair};
use crate::tls::{RootCertificate, TlsKey};
use db_config_syntax::query::Key;

/// The query parameter or environment variable that names a certificate.
#[derive(Clone, Copy)]
pub(crate) struct CertificateName<'a> {
    pub name: &'a str,
    pub is_variable: bool,
}

impl DatabaseUrl {
    /// Returns the name of the plan's CA certificate.
    pub(crate) fn root_certificate_name(&self) -> Option<CertificateName<'_>> {
        let path = match self.tls().root_certificate()? {
            RootCertificate::File(path) => path,
            RootCertificate::System => Path::new("system"),
        };
        let name = self.certificate_name(&[TlsKey::LibpqRootCertificate, TlsKey::RootCertificate], path);
        // Prisma's `sslcert` is a CA certificate.
        name.or_else(|| self.certificate_name(&[TlsKey::ClientCertificate], path))
    }

    /// Returns the name of the plan's client certificate.
    pub(crate) fn client_certificate_name(&self) -> Option<CertificateName<'_>> {
        self.certificate_name(&[TlsKey::ClientCertificate], self.tls().client_certificate()?)
    }

    /// Returns the name of the plan's client key. Returns `None` if the key is in the file of the certificate, as in
    /// MongoDB.
    pub(crate) fn client_key_name(&self) -> Option<CertificateName<'_>> {
        self.certificate_name(&[TlsKey::ClientKey], self.tls().client_key()?)
    }

    /// Returns the name of the parameter or variable with one of these meanings that names this file. A query parameter of
    /// the URL comes first.
    fn certificate_name(&self, keys: &[TlsKey], path: &Path) -> Option<CertificateName<'_>> {
        let has_meaning = |pair: &&Pair| matches!(pair.row.key, Key::Tls(key) if keys.contains(&key));
        let pair = self.pairs.iter().filter(has_meaning).find(|pair| Path::new(&pair.value) == path)?;
        Some(CertificateName { name: &pair.name, is_variable: pair.at.is_none() })
    }
}
