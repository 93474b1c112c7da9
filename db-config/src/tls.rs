//! TLS, decided once for all clients: the word, who said it, and the files that go with it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::keys::boolean;

/// How a connection is encrypted and the server verified, in libpq's words
/// ([SSL mode descriptions](https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS)),
/// the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsMode {
    /// Never: libpq's `disable`, MySQL's `DISABLED`.
    Off,
    /// If the server offers it, unverified: libpq's `prefer`, MySQL's `PREFERRED`.
    Prefer,
    /// Always, unverified: libpq's `require`, MySQL's `REQUIRED`.
    Require,
    /// Always, with a certificate that a trusted CA signed: libpq's `verify-ca`, MySQL's `VERIFY_CA`.
    VerifyCa,
    /// Always, with such a certificate for the host's very name: libpq's `verify-full`, MySQL's
    /// `VERIFY_IDENTITY`.
    VerifyFull,
}

impl TlsMode {
    /// The word that the `tls` attribute and the reports use: `off`, `prefer`, `require`,
    /// `verify-ca` or `verify-full`.
    pub const fn as_str(self) -> &'static str {
        match self {
            TlsMode::Off => "off",
            TlsMode::Prefer => "prefer",
            TlsMode::Require => "require",
            TlsMode::VerifyCa => "verify-ca",
            TlsMode::VerifyFull => "verify-full",
        }
    }

    /// The mode that a word of any client's dialect names.
    ///
    /// `allow` tries plaintext first, which promises nothing and which no other client can do: it is
    /// read as `prefer`. `no-verify` is node-postgres' word for `require`.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        if word.starts_with('{') {
            return TlsMode::of_object(word);
        }
        Some(match word.to_ascii_lowercase().replace('_', "-").as_str() {
            "off" | "disable" | "disabled" => TlsMode::Off,
            "allow" | "prefer" | "preferred" => TlsMode::Prefer,
            "require" | "required" | "no-verify" | "skip-verify" => TlsMode::Require,
            "verify-ca" => TlsMode::VerifyCa,
            "verify-full" | "verify-identity" => TlsMode::VerifyFull,
            word => match boolean(word)? {
                true => TlsMode::Require,
                false => TlsMode::Off,
            },
        })
    }

    /// mysql2's and node-postgres' `ssl={"rejectUnauthorized":true}`, which verifies unless told not to. A
    /// further key could hold anything, a certificate too, so that it is none of ours.
    fn of_object(text: &str) -> Option<Self> {
        let mut mode = TlsMode::VerifyFull;
        for pair in text.strip_prefix('{')?.strip_suffix('}')?.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair.split_once(':')?;
            match (key.trim().trim_matches('"'), value.trim()) {
                ("rejectUnauthorized", "true") => {}
                ("rejectUnauthorized", "false") => mode = TlsMode::Require,
                // No client here speaks an older one.
                ("minVersion", r#""TLSv1.2""#) => {}
                _ => return None,
            }
        }
        Some(mode)
    }

    /// libpq's word, which sqlx takes too.
    #[allow(dead_code, reason = "for the clients that take a string")]
    pub(crate) const fn libpq(self) -> &'static str {
        match self {
            TlsMode::Off => "disable",
            mode => mode.as_str(),
        }
    }

    /// MySQL's word, in the case that Diesel takes too.
    #[allow(dead_code, reason = "for the clients that take a string")]
    pub(crate) const fn mysql(self) -> &'static str {
        match self {
            TlsMode::Off => "disabled",
            TlsMode::Prefer => "preferred",
            TlsMode::Require => "required",
            TlsMode::VerifyCa => "verify_ca",
            TlsMode::VerifyFull => "verify_identity",
        }
    }
}

impl fmt::Display for TlsMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was decided about TLS for one URL: [`DatabaseUrl::tls`](crate::DatabaseUrl::tls).
///
/// For clients whose settings carry TLS this is in the settings already. For those whose TLS lives in
/// a connector of its own (tokio-postgres, deadpool-postgres, diesel-async) it is what to build the
/// connector from; it is a field type too, from the same variable:
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, TlsMode, TlsPlan};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl, // or `tokio_postgres::Config`
///     #[database(env = "DATABASE_URL")]
///     tls: TlsPlan,
/// }
///
/// let config = Config::from_source(&[("DATABASE_URL", "postgres://app@db.example.com/app")])?;
/// assert_eq!(config.tls.mode(), TlsMode::Require);
/// assert_eq!(
///     config.tls.to_string(),
///     "require: `db.example.com` is outside every network known to be private",
/// );
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsPlan {
    pub(crate) mode: TlsMode,
    pub(crate) reason: String,
    pub(crate) files: TlsFiles,
}

/// The files that a URL names for TLS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    pub root_certificate: Option<RootCertificate>,
    pub client_certificate: Option<PathBuf>,
    pub client_key: Option<PathBuf>,
}

/// Which certificate authorities to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootCertificate {
    /// Those in a file of PEM certificates: libpq's `sslrootcert=path`.
    File(PathBuf),
    /// Those of the operating system: libpq's `sslrootcert=system`.
    System,
}

impl TlsPlan {
    /// The mode.
    pub fn mode(&self) -> TlsMode {
        self.mode
    }

    /// Who decided it: the attribute, a query key, `PGSSLMODE`, or the host.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The authorities to trust, where the URL names them.
    pub fn root_certificate(&self) -> Option<&RootCertificate> {
        self.files.root_certificate.as_ref()
    }

    /// The client's certificate, a PEM file.
    pub fn client_certificate(&self) -> Option<&Path> {
        self.files.client_certificate.as_deref()
    }

    /// The key of the client's certificate, a PEM file. MongoDB keeps both in one file.
    pub fn client_key(&self) -> Option<&Path> {
        self.files.client_key.as_deref()
    }

    /// The root certificate's path, where it is a file.
    #[allow(dead_code, reason = "each client's feature uses its own part of it")]
    pub(crate) fn root_file(&self) -> Option<&Path> {
        match self.root_certificate() {
            Some(RootCertificate::File(path)) => Some(path),
            _ => None,
        }
    }
}

impl fmt::Display for TlsPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mode, self.reason)
    }
}
