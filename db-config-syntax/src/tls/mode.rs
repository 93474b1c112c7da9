//! The TLS modes and their names in every client.

use std::fmt;
use std::str::FromStr;

use crate::bit_set::bit_set;
use crate::printable::printable;
use crate::similar::list;
use crate::values::boolean;

/// A TLS mode: whether a connection is encrypted, and whether the client verifies the server.
///
/// The modes are those of libpq
/// ([SSL mode descriptions](https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS)), the
/// weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsMode {
    /// Never use TLS. libpq: `disable`, MySQL: `DISABLED`.
    Off,
    /// Use TLS without verification if the server supports it. libpq: `prefer`, MySQL: `PREFERRED`.
    Prefer,
    /// Require TLS without verification. libpq: `require`, MySQL: `REQUIRED`.
    Require,
    /// Require TLS and a certificate of a trusted CA. libpq: `verify-ca`, MySQL: `VERIFY_CA`.
    VerifyCa,
    /// Require TLS and a certificate of a trusted CA for this host name. libpq: `verify-full`, MySQL: `VERIFY_IDENTITY`.
    VerifyFull,
}

impl TlsMode {
    /// Returns the name in the `tls` attribute and in reports: `off`, `prefer`, `require`, `verify-ca` or `verify-full`.
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

    /// Parses a TLS mode in the spelling of any client.
    ///
    /// libpq's `allow`, which tries a plaintext connection first, is read as `prefer`: no other client supports it, and
    /// neither mode guarantees TLS. `no-verify` is the name of `require` in node-postgres, and `trust` that in MariaDB's
    /// Connector/J.
    pub fn from_word(word: &str) -> Option<Self> {
        match &*word.to_ascii_lowercase() {
            "disable" | "disabled" => Some(TlsMode::Off),
            "allow" | "prefer" | "preferred" => Some(TlsMode::Prefer),
            "require" | "required" | "no-verify" | "skip-verify" | "trust" => Some(TlsMode::Require),
            "verify-ca" | "verify_ca" | "verifyca" => Some(TlsMode::VerifyCa),
            "verify-full" | "verify_full" | "verifyfull" | "verify-identity" | "verify_identity" => {
                Some(TlsMode::VerifyFull)
            }
            _ => match boolean(word) {
                Some(true) => Some(TlsMode::Require),
                Some(false) => Some(TlsMode::Off),
                None => TlsMode::from_object(word),
            },
        }
    }

    /// Parses `ssl={"rejectUnauthorized":true}` of mysql2 and node-postgres, which verify by default.
    ///
    /// Other members are rejected, because their values could be anything, even a certificate.
    fn from_object(text: &str) -> Option<Self> {
        let members = text.strip_prefix('{')?.strip_suffix('}')?;
        let mut verified = None;
        // An empty object has no members. A comma may follow the last member.
        for member in members.strip_suffix(',').unwrap_or(members).split(',').filter(|_| !members.is_empty()) {
            let (key, value) = member.split_once(':')?;
            match (trim(key), trim(value)) {
                // Of repeated members JavaScript would use the last, which may not be the intended one.
                ("\"rejectUnauthorized\"", value @ ("true" | "false")) if verified.is_none() => {
                    verified = Some(value == "true");
                }
                // No supported client uses an older version.
                ("\"minVersion\"", "\"TLSv1.2\"") => {}
                _ => return None,
            }
        }
        Some(if verified == Some(false) { TlsMode::Require } else { TlsMode::VerifyFull })
    }

    /// Returns the name in libpq, which sqlx also accepts.
    pub const fn libpq(self) -> &'static str {
        match self {
            TlsMode::Off => "disable",
            mode => mode.as_str(),
        }
    }

    /// Returns the name in MySQL, in the lower case that Diesel also accepts.
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

/// Parses a name that [`as_str`](Self::as_str) returns.
///
/// # Errors
///
/// No TLS mode has this name.
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

/// The error for an unknown TLS mode.
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
    /// A set of TLS modes, such as those that a client supports.
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
