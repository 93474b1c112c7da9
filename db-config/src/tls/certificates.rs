//! TLS plans for clients that hold no certificates, always trust the public CAs, or do not support channel binding.

use super::{RootCertificate, TlsMode, TlsPlan, TlsReason};
use crate::error::UrlError;

impl TlsPlan {
    /// Returns the plan for a client that trusts the public CAs in addition to the CA certificate.
    ///
    /// A CA certificate raises `require` to `verify-ca`, as in libpq. For such a client this method raises it to
    /// `verify-full`. An explicit `verify-ca` does not change: the client must reject it.
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

    /// Returns the plan for a client without channel binding, if the URL or a variable requires it.
    ///
    /// Host-name verification also excludes a man in the middle, so `require` becomes `verify-full`. A mode that does not
    /// require TLS, or that must accept any certificate, does not change: the client must reject it.
    #[allow(dead_code, reason = "for sqlx")]
    pub(crate) fn without_channel_binding(self) -> Self {
        match self.mode {
            TlsMode::Require if !self.accepts_any_certificate => {
                let reason = TlsReason::WithoutChannelBinding(Box::new(self.reason));
                Self { mode: TlsMode::VerifyFull, reason, ..self }
            }
            _ => self,
        }
    }

    /// Returns the plan for client options that hold no certificates, such as `tokio_postgres::Config` alone.
    ///
    /// It has no certificates, and `require` instead of a mode that verifies the server.
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

    /// Returns whether the mode verifies the server's certificate, and so uses a CA certificate.
    pub(crate) fn verifies(&self) -> bool {
        self.mode >= TlsMode::VerifyCa
    }

    /// Rejects `verify-ca` with the public CAs: it does not verify the host name, and anybody can get a certificate from a
    /// public CA. `error` marks the part that sets the mode.
    pub(crate) fn reject_public_verify_ca(
        &self,
        error: impl FnOnce() -> UrlError,
        help: &'static str,
    ) -> Result<(), UrlError> {
        match (self.mode, &self.root_certificate) {
            (TlsMode::VerifyCa, None | Some(RootCertificate::System)) => Err(error()
                .with_message(format!(
                    "{} does not verify the host name, so it is insecure with the public CAs",
                    self.mode_with_reason()
                ))
                .with_help(help)),
            _ => Ok(()),
        }
    }
}

impl TlsReason {
    /// Returns whether the URL, a variable or the `tls` attribute sets the mode.
    #[allow(dead_code, reason = "for rustls")]
    pub(crate) fn is_explicit(&self) -> bool {
        matches!(self, Self::Attribute | Self::QueryParameter(_) | Self::EnvVar(_) | Self::Scheme(_))
    }
}
