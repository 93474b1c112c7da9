use std::path::Path;

use ::native_tls::{Certificate, Identity, TlsConnector, TlsConnectorBuilder};

use super::{invalid, missing, unreadable};
use crate::error::{ProblemKind, UrlError};
use crate::tls::{RootCertificate, TlsMode, TlsPlan};

impl TlsPlan {
    /// Builds a connector of the operating system's TLS library from the mode, the CAs and the client certificate (feature
    /// `native-tls`).
    ///
    /// In the modes `off` and `prefer` the client decides whether to use the connector.
    ///
    /// ```no_run
    /// use db_config::{DatabaseConfig, TlsPlan};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     tls: TlsPlan, // reads DATABASE_URL
    /// }
    ///
    /// let connector: native_tls::TlsConnector = Config::from_env()?.tls.native_tls()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - A file cannot be read, or it contains no certificate or no PKCS#8 key.
    /// - The mode is `verify-ca`, and there is no CA certificate.
    /// - native-tls rejects the options.
    pub fn native_tls(&self) -> Result<TlsConnector, UrlError> {
        built(&self.native_tls_builder()?)
    }

    pub(super) fn native_tls_builder(&self) -> Result<TlsConnectorBuilder, UrlError> {
        self.reject_public_verify_ca(
            || UrlError::from_kind(ProblemKind::Unsupported),
            "use `verify-full`, or set `sslrootcert` to a CA certificate",
        )?;
        let Self { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } =
            self;
        let mut builder = TlsConnector::builder();
        builder.danger_accept_invalid_certs(*mode < TlsMode::VerifyCa);
        builder.danger_accept_invalid_hostnames(*mode < TlsMode::VerifyFull);
        if let (Some(RootCertificate::File(path)), TlsMode::VerifyCa | TlsMode::VerifyFull) = (root_certificate, mode) {
            let certificates = Certificate::stack_from_pem(&read(path)?);
            let certificates = certificates.map_err(|error| invalid(path, "CA certificate", error))?;
            if certificates.is_empty() {
                return Err(missing(path, "CA certificate"));
            }
            builder.disable_built_in_roots(true);
            for certificate in certificates {
                builder.add_root_certificate(certificate);
            }
        }
        if let (Some(certificate), Some(key)) = (client_certificate, client_key) {
            let identity = Identity::from_pkcs8(&read(certificate)?, &read(key)?);
            builder.identity(identity.map_err(|error| invalid(key, "PKCS#8 key of the client certificate", error))?);
        }
        Ok(builder)
    }
}

pub(super) fn built(builder: &TlsConnectorBuilder) -> Result<TlsConnector, UrlError> {
    builder.build().map_err(|error| UrlError::new(format!("native-tls rejects the TLS options: {error}")))
}

fn read(path: &Path) -> Result<Vec<u8>, UrlError> {
    std::fs::read(path).map_err(|error| unreadable(path, error))
}
