//! The plan of a client that holds fewer certificates, or trusts more CAs, than others.

use super::{RootCertificate, TlsMode, TlsPlan, TlsReason};
use crate::error::UrlError;

impl TlsPlan {
    /// Returns the plan for a client that trusts the public CAs in addition to a root certificate: `verify-full` in
    /// place of a `verify-ca` that a root certificate made of `require`. An explicit `verify-ca` stays, for the client
    /// to reject.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, TlsMode};
    ///
    /// let plan = |url: &str| url.parse::<DatabaseUrl>().unwrap().tls().clone();
    /// let implied = plan("postgres://app@db/app?sslmode=require&sslrootcert=/ca.pem");
    /// assert_eq!(implied.mode(), TlsMode::VerifyCa);
    /// assert_eq!(implied.without_implied_verify_ca().mode(), TlsMode::VerifyFull);
    /// let explicit = plan("postgres://app@db/app?sslmode=verify-ca&sslrootcert=/ca.pem");
    /// assert_eq!(explicit.without_implied_verify_ca().mode(), TlsMode::VerifyCa);
    /// ```
    #[must_use]
    pub fn without_implied_verify_ca(&self) -> Self {
        let mode = match (self.mode, &self.reason) {
            (TlsMode::VerifyCa, TlsReason::WithRootCertificate(_)) => TlsMode::VerifyFull,
            (mode, _) => mode,
        };
        Self { mode, ..self.clone() }
    }

    /// Returns the plan for client options that hold no certificates, such as `tokio_postgres::Config` alone: without
    /// the certificates, and `require` in place of a mode that verifies the server.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, TlsMode};
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?sslmode=verify-full&sslrootcert=/ca.pem".parse()?;
    /// let plan = url.tls().without_certificates();
    /// assert_eq!((plan.mode(), plan.root_certificate()), (TlsMode::Require, None));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn without_certificates(&self) -> Self {
        let reason = self.reason.clone();
        let reason = match self.mode > TlsMode::Require {
            true => TlsReason::WithoutCertificates(Box::new(reason)),
            false => reason,
        };
        let plan = Self::new(self.mode.min(TlsMode::Require), reason);
        Self { accepts_any_certificate: self.accepts_any_certificate, ..plan }
    }

    /// Whether the server's certificate is verified, for which a root certificate is used.
    pub(crate) fn verifies(&self) -> bool {
        self.mode >= TlsMode::VerifyCa
    }

    /// Rejects `verify-ca` against public CAs: it verifies no host name, and anybody can get a certificate from a
    /// public CA. `error` marks the place.
    pub(crate) fn reject_public_verify_ca(
        &self,
        error: impl FnOnce() -> UrlError,
        remedy: &'static str,
    ) -> Result<(), UrlError> {
        match (self.mode, &self.root_certificate) {
            (TlsMode::VerifyCa, None | Some(RootCertificate::System)) => Err(error()
                .with_message(format!(
                    "TLS mode `verify-ca` verifies no host name, so it needs a CA certificate instead of the public CAs \
                     (decided because {})",
                    self.reason
                ))
                .with_remedy(remedy)),
            _ => Ok(()),
        }
    }
}

impl TlsReason {
    /// Whether the URL, a variable or an attribute states the mode itself; otherwise it is a guess.
    #[allow(dead_code, reason = "for rustls")]
    pub(crate) fn is_explicit(&self) -> bool {
        matches!(self, Self::Attribute | Self::Key(_) | Self::Variable(_) | Self::Scheme)
    }
}
