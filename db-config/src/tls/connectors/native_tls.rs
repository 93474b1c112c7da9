use std::path::Path;

use ::native_tls::{Certificate, Identity, TlsConnector, TlsConnectorBuilder};

use super::unusable;
use crate::error::{ProblemKind, UrlError};
use crate::tls::{RootCertificate, TlsMode, TlsPlan};

impl TlsPlan {
    /// A connector of the operating system's TLS library that does what was decided: the mode, the authorities, the
    /// client's certificate. With `off` and `prefer` it is up to the client whether it is used at all.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or it holds no certificate or no key in PKCS#8; or the mode is `verify-ca` and no root
    /// certificate is given.
    pub fn native_tls(&self) -> Result<TlsConnector, UrlError> {
        built(&self.native_tls_builder()?)
    }

    pub(super) fn native_tls_builder(&self) -> Result<TlsConnectorBuilder, UrlError> {
        self.reject_public_verify_ca(
            || UrlError::from_kind(ProblemKind::Unsupported),
            "use `verify-full`, or name the CA with `sslrootcert`",
        )?;
        let Self { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } =
            self;
        let mut builder = TlsConnector::builder();
        builder.danger_accept_invalid_certs(*mode < TlsMode::VerifyCa);
        builder.danger_accept_invalid_hostnames(*mode < TlsMode::VerifyFull);
        if let (Some(RootCertificate::File(path)), TlsMode::VerifyCa | TlsMode::VerifyFull) = (root_certificate, mode) {
            let certificates = Certificate::stack_from_pem(&read(path)?);
            let certificates = certificates.map_err(|error| unusable(path, "a root certificate", error))?;
            if certificates.is_empty() {
                return Err(unusable(path, "a root certificate", "there is none in it"));
            }
            builder.disable_built_in_roots(true);
            for certificate in certificates {
                builder.add_root_certificate(certificate);
            }
        }
        if let (Some(certificate), Some(key)) = (client_certificate, client_key) {
            let identity = Identity::from_pkcs8(&read(certificate)?, &read(key)?);
            builder
                .identity(identity.map_err(|error| unusable(key, "a PKCS#8 key for the client's certificate", error))?);
        }
        Ok(builder)
    }
}

pub(super) fn built(builder: &TlsConnectorBuilder) -> Result<TlsConnector, UrlError> {
    builder.build().map_err(|error| UrlError::new(format!("native-tls refuses the TLS settings: {error}")))
}

fn read(path: &Path) -> Result<Vec<u8>, UrlError> {
    std::fs::read(path).map_err(|error| unusable(path, "readable", error))
}
