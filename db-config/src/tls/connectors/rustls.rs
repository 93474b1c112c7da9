use std::path::Path;
use std::sync::Arc;

use ::rustls::client::WebPkiServerVerifier;
use ::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use ::rustls::crypto::{self, CryptoProvider};
use ::rustls::pki_types::pem::{self, PemObject as _};
use ::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use ::rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::{invalid, missing, unreadable};
use crate::error::{ProblemKind, UrlError};
use crate::tls::{RootCertificate, TlsMode, TlsPlan};

/// The trusted CAs if the URL does not name a CA certificate (feature `rustls`).
///
/// See [`TlsPlan::rustls`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Roots {
    /// The CAs of the operating system (feature `rustls-native-certs`).
    #[cfg(feature = "rustls-native-certs")]
    System,
    /// Mozilla's CAs, compiled into the program (feature `webpki-roots`).
    #[cfg(feature = "webpki-roots")]
    WebPki,
    /// Your own CAs. Unlike the public CAs, they verify the server in the mode `require` too.
    Store(RootCertStore),
}

impl TlsPlan {
    /// Builds a rustls `ClientConfig` from the mode, the CAs and the client certificate (feature `rustls`).
    ///
    /// In the modes `off` and `prefer` the client decides whether to use it.
    ///
    /// [`Roots::Store`] verifies the server in the mode `require` too:
    ///
    /// - If the URL, a variable or the `tls` attribute sets the mode, rustls verifies the certificate chain, as libpq does
    ///   with a CA certificate.
    /// - Otherwise rustls also verifies the host name.
    /// - `prefer` and an explicit `no-verify` do not verify the server.
    ///
    /// Install a cryptography provider for the process (`ring` or `aws-lc-rs`) with [`CryptoProvider::install_default`] at
    /// the start of `main`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "rustls-native-certs")] {
    /// use db_config::{DatabaseConfig, Roots, TlsPlan};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     tls: TlsPlan, // reads DATABASE_URL
    /// }
    ///
    /// let tls: rustls::ClientConfig = Config::from_env()?.tls.rustls(Roots::System)?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - No `CryptoProvider` is installed.
    /// - A file cannot be read, or it contains no certificate or key.
    /// - The mode verifies the server and there is no CA, as with an empty [`Roots::Store`].
    /// - The mode is `verify-ca`, and there is neither a CA certificate nor [`Roots::Store`]: anybody can get a certificate
    ///   from a public CA.
    /// - rustls rejects the options.
    pub fn rustls(&self, roots: Roots) -> Result<ClientConfig, UrlError> {
        self.rustls_with_provider(roots, process_provider()?)
    }

    /// Like [`rustls`](Self::rustls), but with this cryptography provider (feature `rustls`).
    ///
    /// # Errors
    ///
    /// Returns the errors of [`rustls`](Self::rustls), or that the provider supports no version of TLS.
    pub fn rustls_with_provider(&self, roots: Roots, provider: Arc<CryptoProvider>) -> Result<ClientConfig, UrlError> {
        let verification = self.verification(&roots);
        let Self { mode: _, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } =
            self;
        let inner = match verification {
            Verification::Nothing => None,
            Verification::Chain | Verification::ChainAndName => {
                let roots = Arc::new(match (root_certificate, roots) {
                    (Some(RootCertificate::File(path)), _) => roots_of_file(path)?,
                    (Some(RootCertificate::System) | None, roots) => self.app_roots(roots)?,
                });
                let verifier = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider));
                Some(verifier.build().map_err(rejected)?)
            }
        };
        let checks_name = verification == Verification::ChainAndName;
        let verifier = Verifier { checks_name, inner, provider: Arc::clone(&provider) };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(rejected)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        match (client_certificate, client_key) {
            (Some(certificate), Some(key)) => {
                let key = PrivateKeyDer::from_pem_file(key).map_err(|error| invalid_pem(key, "private key", &error))?;
                config.with_client_auth_cert(certificates(certificate)?, key).map_err(rejected)
            }
            _ => Ok(config.with_no_client_auth()),
        }
    }

    /// Returns how far to verify the server with these CAs.
    fn verification(&self, roots: &Roots) -> Verification {
        match self.mode {
            TlsMode::Off | TlsMode::Prefer => Verification::Nothing,
            TlsMode::Require if self.accepts_any_certificate => Verification::Nothing,
            TlsMode::Require if !matches!(roots, Roots::Store(_)) => Verification::Nothing,
            // libpq: "If a root CA file exists, the behavior of sslmode=require will be the same as that of verify-ca".
            TlsMode::Require if self.reason.is_explicit() => Verification::Chain,
            TlsMode::Require => Verification::ChainAndName,
            TlsMode::VerifyCa => Verification::Chain,
            TlsMode::VerifyFull => Verification::ChainAndName,
        }
    }

    /// Returns the trusted CAs if the URL does not name a CA certificate.
    fn app_roots(&self, roots: Roots) -> Result<RootCertStore, UrlError> {
        if !matches!(roots, Roots::Store(_)) {
            self.reject_public_verify_ca(
                || UrlError::from_kind(ProblemKind::Unsupported),
                "use `verify-full`, or set the CA with `sslrootcert` or `Roots::Store`",
            )?;
        }
        let store = store(roots)?;
        match store.is_empty() {
            false => Ok(store),
            true => Err(UrlError::new("missing CA certificate to verify the server's certificate").with_help(
                "set `sslrootcert`, add a CA to the `RootCertStore`, or use `Roots::System` or `Roots::WebPki` with \
                 db-config's features `rustls-native-certs` and `webpki-roots`",
            )),
        }
    }
}

/// How far to verify the server's certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verification {
    Nothing,
    Chain,
    ChainAndName,
}

/// Returns the cryptography provider of the process.
fn process_provider() -> Result<Arc<CryptoProvider>, UrlError> {
    CryptoProvider::get_default().cloned().ok_or_else(|| {
        UrlError::new("no rustls `CryptoProvider` is installed").with_help(
            "call `rustls::crypto::ring::default_provider().install_default()` (or the same of `aws_lc_rs`) at the start \
             of `main`",
        )
    })
}

fn rejected(error: impl std::fmt::Display) -> UrlError {
    UrlError::new(format!("rustls rejects the TLS options: {error}"))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, UrlError> {
    let certificates = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    match certificates {
        Ok(certificates) if Vec::is_empty(&certificates) => Err(missing(path, "certificate")),
        certificates => certificates.map_err(|error| invalid_pem(path, "certificate", &error)),
    }
}

/// Leaves out the invalid line, which the error contains: it is the whole key if the lines were joined.
fn invalid_pem(path: &Path, item: &str, error: &pem::Error) -> UrlError {
    match error {
        pem::Error::Io(error) => unreadable(path, error),
        pem::Error::NoItemsFound => missing(path, item),
        pem::Error::MissingSectionEnd { .. } => invalid(path, item, "the line `-----END ...-----` is missing"),
        pem::Error::IllegalSectionStart { .. } => invalid(path, item, "`-----BEGIN ...-----` is not on its own line"),
        pem::Error::Base64Decode(_) => invalid(path, item, "it is not base64"),
        _ => invalid(path, item, "it is not PEM"),
    }
}

fn roots_of_file(path: &Path) -> Result<RootCertStore, UrlError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|error| invalid(path, "CA certificate", error))?;
    }
    Ok(roots)
}

fn store(roots: Roots) -> Result<RootCertStore, UrlError> {
    match roots {
        #[cfg(feature = "rustls-native-certs")]
        Roots::System => {
            let found = rustls_native_certs::load_native_certs();
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(found.certs);
            match (roots.is_empty(), found.errors.first()) {
                (false, _) => Ok(roots),
                (true, error) => {
                    let reason = error.map_or("it has no certificates".to_owned(), ToString::to_string);
                    let error = UrlError::new(format!("cannot read the operating system's CA certificates: {reason}"));
                    Err(error.with_help(
                        "install them (Debian's package `ca-certificates`), or set `sslrootcert` to a CA certificate",
                    ))
                }
            }
        }
        #[cfg(feature = "webpki-roots")]
        Roots::WebPki => Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }),
        Roots::Store(roots) => Ok(roots),
    }
}

/// Verifies nothing, the certificate chain, or the chain and the host name.
#[derive(Debug)]
struct Verifier {
    /// rustls' own verifier; `None` to verify nothing.
    inner: Option<Arc<WebPkiServerVerifier>>,
    checks_name: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        use CertificateError::{NotValidForName, NotValidForNameContext};
        let Some(inner) = &self.inner else {
            return Ok(ServerCertVerified::assertion());
        };
        match inner.verify_server_cert(certificate, intermediates, name, ocsp, now) {
            // rustls verifies the name last.
            Err(Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })) if !self.checks_name => {
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
