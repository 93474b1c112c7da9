//! The modes, and the words that name them in every client's dialect.

use std::fmt;

use crate::const_bytes::{find, same};
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
    /// `allow` tries plaintext first, which promises nothing and which no other client can do, so it is read as
    /// `prefer`. `no-verify` is node-postgres' word for `require`.
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

    /// mysql2's and node-postgres' `ssl={"rejectUnauthorized":true}`, which verifies unless told not to. Any other key
    /// could hold anything, even a certificate, so it is not accepted.
    const fn of_object(t: &[u8]) -> Option<Self> {
        if t.len() < 2 || t[0] != b'{' || t[t.len() - 1] != b'}' {
            return None;
        }
        let (mut start, end) = (1, t.len() - 1);
        let mut verified = None;
        while start < end {
            let comma = find(t, b',', start, end);
            let colon = find(t, b':', start, comma);
            let (key, rest) = t.split_at(comma).0.split_at(start).1.split_at(colon - start);
            match (key.trim_ascii(), rest.trim_ascii_start()) {
                // If repeated, JavaScript would take the last, which need not be what is meant.
                (br#""rejectUnauthorized""#, [b':', value @ ..]) if verified.is_none() => match value.trim_ascii() {
                    b"true" => verified = Some(true),
                    b"false" => verified = Some(false),
                    _ => return None,
                },
                // No client here speaks an older one.
                (br#""minVersion""#, [b':', value @ ..]) if matches!(value.trim_ascii(), br#""TLSv1.2""#) => {}
                _ => return None,
            }
            start = comma + 1;
        }
        Some(if matches!(verified, Some(false)) { TlsMode::Require } else { TlsMode::VerifyFull })
    }

    /// libpq's word, which sqlx takes too.
    pub(crate) const fn libpq(self) -> &'static str {
        match self {
            TlsMode::Off => "disable",
            mode => mode.as_str(),
        }
    }

    /// MySQL's word, in the case that Diesel takes too.
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

/// A set of TLS modes: those that the client options of a field type support.
///
/// ```
/// use db_config::{TlsMode, TlsModes};
///
/// const NO_PREFER: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer]));
/// assert!(NO_PREFER.contains(TlsMode::Off) && !NO_PREFER.contains(TlsMode::Prefer));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct TlsModes(u8);

impl TlsModes {
    /// No mode.
    pub const EMPTY: Self = Self(0);
    /// Every mode.
    pub const ALL: Self = Self(0b11111);
    /// The modes that verify the server.
    pub(crate) const VERIFYING: Self = Self::from_slice(&[TlsMode::VerifyCa, TlsMode::VerifyFull]);

    /// Returns the set of these modes.
    pub const fn from_slice(modes: &[TlsMode]) -> Self {
        let mut set = 0;
        let mut i = 0;
        while i < modes.len() {
            set |= 1 << modes[i] as u8;
            i += 1;
        }
        Self(set)
    }

    /// Returns whether the set contains this mode.
    pub const fn contains(self, mode: TlsMode) -> bool {
        self.0 & (1 << mode as u8) != 0
    }

    /// Returns the modes that are in either set.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the modes that are in both sets.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the modes that are not in `other`.
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl fmt::Display for TlsMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
