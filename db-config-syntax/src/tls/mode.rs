//! The modes, and the words for them in every client's dialect.

use std::fmt;
use std::str::FromStr;

use crate::bit_set::bit_set;
use crate::printable::printable;
use crate::similar::list;
use crate::values::boolean;

/// How a connection is encrypted and the server verified, in libpq's terms
/// ([SSL mode descriptions](https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS)),
/// weakest first.
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
    /// Always, with such a certificate for this host name: libpq's `verify-full`, MySQL's
    /// `VERIFY_IDENTITY`.
    VerifyFull,
}

impl TlsMode {
    /// Returns the word that the `tls` attribute and the reports use: `off`, `prefer`, `require`,
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

    /// Every mode, the weakest first.
    pub const ALL: [Self; 5] =
        [TlsMode::Off, TlsMode::Prefer, TlsMode::Require, TlsMode::VerifyCa, TlsMode::VerifyFull];

    /// Reads a word of any client's dialect.
    ///
    /// `allow` tries plaintext first, which promises nothing and which no other client can do, so it is read as
    /// `prefer`. `no-verify` is node-postgres' word for `require`.
    pub fn from_word(word: &str) -> Option<Self> {
        match &*word.to_ascii_lowercase() {
            "disable" | "disabled" => Some(TlsMode::Off),
            "allow" | "prefer" | "preferred" => Some(TlsMode::Prefer),
            "require" | "required" | "no-verify" | "skip-verify" => Some(TlsMode::Require),
            "verify-ca" | "verify_ca" => Some(TlsMode::VerifyCa),
            "verify-full" | "verify_full" | "verify-identity" | "verify_identity" => Some(TlsMode::VerifyFull),
            _ => match boolean(word) {
                Some(true) => Some(TlsMode::Require),
                Some(false) => Some(TlsMode::Off),
                None => TlsMode::from_object(word),
            },
        }
    }

    /// Reads mysql2's and node-postgres' `ssl={"rejectUnauthorized":true}`, which verifies unless told not to. Any other
    /// key could hold anything, even a certificate, so it is not accepted.
    fn from_object(text: &str) -> Option<Self> {
        let members = text.strip_prefix('{')?.strip_suffix('}')?;
        let mut verified = None;
        // An empty object has no members, and a comma may follow the last one.
        for member in members.strip_suffix(',').unwrap_or(members).split(',').filter(|_| !members.is_empty()) {
            let (key, value) = member.split_once(':')?;
            match (trim(key), trim(value)) {
                // If repeated, JavaScript would take the last, which need not be what is meant.
                ("\"rejectUnauthorized\"", value @ ("true" | "false")) if verified.is_none() => {
                    verified = Some(value == "true");
                }
                // No client here speaks an older one.
                ("\"minVersion\"", "\"TLSv1.2\"") => {}
                _ => return None,
            }
        }
        Some(if verified == Some(false) { TlsMode::Require } else { TlsMode::VerifyFull })
    }

    /// Returns libpq's word, which sqlx takes too.
    pub const fn libpq(self) -> &'static str {
        match self {
            TlsMode::Off => "disable",
            mode => mode.as_str(),
        }
    }

    /// Returns MySQL's word, in the case that Diesel takes too.
    pub const fn mysql(self) -> &'static str {
        match self {
            TlsMode::Off => "disabled",
            TlsMode::Prefer => "preferred",
            TlsMode::Require => "required",
            TlsMode::VerifyCa => "verify_ca",
            TlsMode::VerifyFull => "verify_identity",
        }
    }
}

/// Reads the word that [`as_str`](Self::as_str) returns.
///
/// # Errors
///
/// The text names no mode.
impl FromStr for TlsMode {
    type Err = UnknownTlsMode;

    fn from_str(word: &str) -> Result<Self, UnknownTlsMode> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word).ok_or_else(|| UnknownTlsMode(word.to_owned()))
    }
}

impl fmt::Display for TlsMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no TLS mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTlsMode(String);

impl fmt::Display for UnknownTlsMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modes = list(TlsMode::ALL.into_iter().map(TlsMode::as_str));
        write!(f, "unknown TLS mode `{}`; expected {modes}", printable(&self.0))
    }
}

impl std::error::Error for UnknownTlsMode {}

fn trim(json: &str) -> &str {
    json.trim_matches(|c: char| c.is_ascii_whitespace())
}

bit_set! {
    /// A set of TLS modes: those that the client options of a field type support.
    ///
    /// ```
    /// # use db_config_syntax::tls as db_config;
    /// use db_config::{TlsMode, TlsModes};
    ///
    /// const NO_PREFER: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer]));
    /// assert!(NO_PREFER.contains(TlsMode::Off) && !NO_PREFER.contains(TlsMode::Prefer));
    /// ```
    TlsModes of TlsMode
}

impl TlsModes {
    /// The modes that verify the server.
    pub const VERIFYING: Self = Self::from_slice(&[TlsMode::VerifyCa, TlsMode::VerifyFull]);
}
