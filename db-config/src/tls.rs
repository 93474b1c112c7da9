//! TLS, decided once for all clients: the word, who said it, and the files that go with it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::ascii::{boolean, find, same};

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
    pub(crate) const fn of_word(word: &[u8]) -> Option<Self> {
        const WORDS: &[(&str, TlsMode)] = &[
            ("disable", TlsMode::Off),
            ("disabled", TlsMode::Off),
            ("allow", TlsMode::Prefer),
            ("prefer", TlsMode::Prefer),
            ("preferred", TlsMode::Prefer),
            ("require", TlsMode::Require),
            ("required", TlsMode::Require),
            ("no-verify", TlsMode::Require),
            ("skip-verify", TlsMode::Require),
            ("verify-ca", TlsMode::VerifyCa),
            ("verify_ca", TlsMode::VerifyCa),
            ("verify-full", TlsMode::VerifyFull),
            ("verify_full", TlsMode::VerifyFull),
            ("verify-identity", TlsMode::VerifyFull),
            ("verify_identity", TlsMode::VerifyFull),
        ];
        let mut i = 0;
        while i < WORDS.len() {
            if same(WORDS[i].0.as_bytes(), word) {
                return Some(WORDS[i].1);
            }
            i += 1;
        }
        match boolean(word) {
            Some(true) => Some(TlsMode::Require),
            Some(false) => Some(TlsMode::Off),
            None => TlsMode::of_object(word),
        }
    }

    /// mysql2's and node-postgres' `ssl={"rejectUnauthorized":true}`, which verifies unless told not to. A
    /// further key could hold anything, a certificate too, so that it is none of ours.
    const fn of_object(t: &[u8]) -> Option<Self> {
        if t.len() < 2 || t[0] != b'{' || t[t.len() - 1] != b'}' {
            return None;
        }
        let (mut start, end) = (1, t.len() - 1);
        let mut mode = TlsMode::VerifyFull;
        while start < end {
            let comma = find(t, b',', start, end);
            let (_, pair) = t.split_at(start);
            match Compact::of(pair.split_at(comma - start).0).as_slice() {
                br#""rejectUnauthorized":true"# => {}
                br#""rejectUnauthorized":false"# => mode = TlsMode::Require,
                // No client here speaks an older one.
                br#""minVersion":"TLSv1.2""# => {}
                _ => return None,
            }
            start = comma + 1;
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

/// A short text without its blanks.
struct Compact {
    bytes: [u8; 32],
    len: usize,
}

impl Compact {
    const fn of(t: &[u8]) -> Self {
        let mut compact = Compact { bytes: [0; 32], len: 0 };
        let mut i = 0;
        while i < t.len() && compact.len < compact.bytes.len() {
            if !t[i].is_ascii_whitespace() {
                compact.bytes[compact.len] = t[i];
                compact.len += 1;
            }
            i += 1;
        }
        compact
    }

    const fn as_slice(&self) -> &[u8] {
        self.bytes.split_at(self.len).0
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
/// connector from; with their settings it makes a field's type, from the same URL:
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, TlsMode, TlsPlan};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: (DatabaseUrl, TlsPlan), // or `(tokio_postgres::Config, TlsPlan)`
/// }
///
/// let config = Config::from_source(&[("DATABASE_URL", "postgres://app@db.example.com/app")])?;
/// let (_, tls) = config.database;
/// assert_eq!(tls.mode(), TlsMode::Require);
/// assert_eq!(
///     tls.to_string(),
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

impl RootCertificate {
    /// libpq's `sslrootcert`.
    pub(crate) fn of(value: &str) -> Self {
        if value == "system" { RootCertificate::System } else { RootCertificate::File(value.into()) }
    }
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
