use std::path::Path;
use std::sync::Arc;

use ::rustls::client::WebPkiServerVerifier;
use ::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use ::rustls::crypto::{self, CryptoProvider};
use ::rustls::pki_types::pem::{self, PemObject as _};
use ::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use ::rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::unusable;
use crate::error::{ProblemKind, UrlError};
use crate::tls::{RootCertificate, TlsMode, TlsPlan};

/// The CAs to trust where the URL names no root certificate.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Roots {
    /// Those of the operating system (feature `rustls-native-certs`).
    #[cfg(feature = "rustls-native-certs")]
    System,
    /// Mozilla's, compiled in (feature `webpki-roots`).
    #[cfg(feature = "webpki-roots")]
    WebPki,
    /// Those of the app. Unlike the public ones they verify the server under `require` too.
    Store(RootCertStore),
}

impl TlsPlan {
    /// Makes rustls' settings for the plan: the mode, the CAs, the client's certificate. With `off` and `prefer` it is up
    /// to the client whether they are used at all.
    ///
    /// [`Roots::Store`] verifies the server under `require` too: the certificate chain if the URL, a variable or an
    /// attribute sets the mode (as libpq does with a root certificate), otherwise also the host name. `prefer` and an
    /// explicit `no-verify` verify nothing.
    ///
    /// The cryptography is that of the process: install `ring`'s or `aws-lc-rs`' with
    /// [`CryptoProvider::install_default`] at the start of `main`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "rustls-native-certs")] {
    /// use db_config::{DatabaseConfig, Roots, TlsPlan};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     tls: TlsPlan,
    /// }
    ///
    /// let tls: rustls::ClientConfig = Config::from_env()?.tls.rustls(Roots::System)?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - No provider is installed.
    /// - A file cannot be read, or it holds no certificate or key.
    /// - The server has to be verified and there is no CA, as with an empty [`Roots::Store`].
    /// - The mode is `verify-ca`, and neither a root certificate nor [`Roots::Store`] is given: anybody can get a certificate
    ///   from a public CA.
    pub fn rustls(&self, roots: Roots) -> Result<ClientConfig, UrlError> {
        self.rustls_with_provider(roots, process_provider()?)
    }

    /// Like [`rustls`](Self::rustls), with this provider of cryptography.
    ///
    /// # Errors
    ///
    /// Those of [`rustls`](Self::rustls); or the provider can do no version of TLS.
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
                Some(verifier.build().map_err(refused)?)
            }
        };
        let checks_name = verification == Verification::ChainAndName;
        let verifier = Verifier { checks_name, inner, provider: Arc::clone(&provider) };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(refused)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        match (client_certificate, client_key) {
            (Some(certificate), Some(key)) => {
                let key =
                    PrivateKeyDer::from_pem_file(key).map_err(|error| invalid_pem(key, "a private key", &error))?;
                config.with_client_auth_cert(certificates(certificate)?, key).map_err(refused)
            }
            _ => Ok(config.with_no_client_auth()),
        }
    }

    /// How far to verify the server with these CAs.
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

    /// The CAs where the URL names no file of them.
    fn app_roots(&self, roots: Roots) -> Result<RootCertStore, UrlError> {
        if !matches!(roots, Roots::Store(_)) {
            self.reject_public_verify_ca(
                || UrlError::from_kind(ProblemKind::Unsupported),
                "use `verify-full`, or name the CA with `sslrootcert` or `Roots::Store`",
            )?;
        }
        let store = store(roots)?;
        match store.is_empty() {
            false => Ok(store),
            true => Err(UrlError::new("no certificate authority to verify the server's certificate with").with_help(
                "name a file as `sslrootcert`, add a CA to the `RootCertStore`, or use another of `Roots`: turn on \
                 `rustls-native-certs` or `webpki-roots` of db-config",
            )),
        }
    }
}

/// How far the server's certificate is verified.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verification {
    Nothing,
    Chain,
    ChainAndName,
}

/// The cryptography of the process.
fn process_provider() -> Result<Arc<CryptoProvider>, UrlError> {
    CryptoProvider::get_default().cloned().ok_or_else(|| {
        UrlError::new("rustls has no cryptography: no `CryptoProvider` is installed").with_help(
            "call `rustls::crypto::ring::default_provider().install_default()`, or that of `aws_lc_rs`, at the start \
             of `main`",
        )
    })
}

fn refused(error: impl std::fmt::Display) -> UrlError {
    UrlError::new(format!("rustls refuses the TLS settings: {error}"))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, UrlError> {
    let certificates = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    match certificates {
        Ok(certificates) if Vec::is_empty(&certificates) => Err(unusable(path, "a certificate", "there is none in it")),
        certificates => certificates.map_err(|error| invalid_pem(path, "a certificate", &error)),
    }
}

/// Without the line that is wrong, which the error has: all of a key, if its lines have been joined.
fn invalid_pem(path: &Path, what: &str, error: &pem::Error) -> UrlError {
    match error {
        pem::Error::Io(error) => unusable(path, what, error),
        pem::Error::NoItemsFound => unusable(path, what, "there is none in it"),
        pem::Error::MissingSectionEnd { .. } => unusable(path, what, "it has no line `-----END ...-----`"),
        pem::Error::IllegalSectionStart { .. } => {
            unusable(path, what, "`-----BEGIN ...-----` is not on a line of its own")
        }
        pem::Error::Base64Decode(_) => unusable(path, what, "it is not in base64"),
        _ => unusable(path, what, "it cannot be read as PEM"),
    }
}

fn roots_of_file(path: &Path) -> Result<RootCertStore, UrlError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|error| unusable(path, "a root certificate", error))?;
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
                    let why = error.map_or("there are none".to_owned(), ToString::to_string);
                    let error =
                        UrlError::new(format!("the operating system's root certificates cannot be read: {why}"));
                    Err(error.with_help(
                        "install them (Debian's package `ca-certificates`), or name a file as `sslrootcert`",
                    ))
                }
            }
        }
        #[cfg(feature = "webpki-roots")]
        Roots::WebPki => Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }),
        Roots::Store(roots) => Ok(roots),
    }
}

/// Verifies as far as the mode says: nothing, the chain alone, or the chain and the host's name.
#[derive(Debug)]
struct Verifier {
    /// rustls' own, if there is something to verify.
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
            // The name is what rustls checks last.
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
