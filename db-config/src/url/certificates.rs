//! The query parameters and environment variables that name the certificates of the TLS plan.

use std::path::Path;

use super::{DatabaseUrl, Pair};
use crate::tls::RootCertificate;
use db_config_syntax::query::{Key, ValueType};

/// The query parameter or environment variable that names a certificate.
#[derive(Clone, Copy)]
pub(crate) struct CertificateName<'a> {
    pub name: &'a str,
    pub is_variable: bool,
}

impl DatabaseUrl {
    /// Returns the name of the plan's CA certificate.
    pub(crate) fn root_certificate_name(&self) -> Option<CertificateName<'_>> {
        match self.tls().root_certificate()? {
            RootCertificate::File(path) => self.certificate_name(path),
            RootCertificate::System => self.certificate_name(Path::new("system")),
        }
    }

    /// Returns the name of the plan's client certificate.
    pub(crate) fn client_certificate_name(&self) -> Option<CertificateName<'_>> {
        self.certificate_name(self.tls().client_certificate()?)
    }

    /// Returns the name of the parameter or variable that names this file. A query parameter of the URL comes first.
    pub(crate) fn certificate_name(&self, path: &Path) -> Option<CertificateName<'_>> {
        let is_file = |pair: &&Pair| matches!((pair.row.key, pair.row.value_type), (Key::Tls(_), ValueType::File));
        let pair = self.pairs.iter().filter(is_file).find(|pair| Path::new(&pair.value) == path)?;
        Some(CertificateName { name: &pair.name, is_variable: pair.at.is_none() })
    }
}
