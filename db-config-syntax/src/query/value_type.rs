//! The types of query parameter values.

use std::time::Duration;

use super::mysql;
use crate::similar::list;
use crate::tls::TlsMode;
use crate::values::{boolean, duration, number};

/// The type of a query parameter value.
#[derive(Debug, Clone, Copy)]
pub enum ValueType {
    /// Any string.
    Text,
    /// A boolean, as [`boolean`] parses it.
    Boolean,
    /// A whole number.
    Count,
    /// A whole number of seconds.
    Seconds,
    /// A whole number of milliseconds.
    Milliseconds,
    /// A whole number of seconds. A negative number is no limit, as in libpq.
    Timeout,
    /// A whole number of milliseconds. A negative number is no limit, as in libpq.
    TimeoutMillis,
    /// A whole number. A negative number is the default, as in libpq.
    CountOrDefault,
    /// A whole number of seconds after which Django and SQLAlchemy close a connection. A negative number is no limit, and 0
    /// is the shortest time.
    Recycle,
    /// A duration with a unit, as in Go, or a whole number of seconds. A negative number is no limit.
    GoDuration,
    /// One of these values, ignoring case.
    Words(&'static [&'static str]),
    /// One of these values, which have no effect. The help is for the other ones.
    Only(&'static [&'static str], &'static str),
    /// The authentication methods that libpq's `require_auth` accepts or excludes.
    AuthMethods,
    /// A TLS mode, in the spelling of any client.
    TlsMode,
    /// A list of TLS versions that excludes none of those that Rust clients support.
    TlsVersions,
    /// A MySQL character set or collation.
    Charset,
    /// A MySQL collation.
    Collation,
    /// A MySQL time zone or offset.
    TimeZone,
    /// A pragma of SQLite's drivers for Go, such as `foreign_keys(1)`, but neither the encryption key nor a write protection.
    Pragma,
    /// The path of a file, not its content.
    File,
    /// The absolute path of a Unix socket or of its directory.
    Socket,
    /// Any string that is, or may contain, a secret. It is always redacted.
    Secret,
}

impl ValueType {
    /// Returns whether the type accepts a value.
    pub fn is_valid(self, value: &str) -> bool {
        match self {
            ValueType::Text | ValueType::Secret => true,
            ValueType::Boolean => boolean(value).is_some(),
            ValueType::Count | ValueType::Seconds | ValueType::Milliseconds => number(value).is_some(),
            ValueType::Timeout | ValueType::TimeoutMillis | ValueType::CountOrDefault | ValueType::Recycle => {
                number(value.strip_prefix('-').unwrap_or(value)).is_some()
            }
            ValueType::GoDuration => self.duration(value).is_some(),
            ValueType::Words(words) | ValueType::Only(words, _) => {
                words.iter().any(|word| word.eq_ignore_ascii_case(value))
            }
            ValueType::AuthMethods => is_auth_methods(value),
            ValueType::TlsVersions => is_tls_versions(value),
            ValueType::TlsMode => TlsMode::from_word(value).is_some(),
            ValueType::Charset => mysql::is_charset(value),
            ValueType::Collation => mysql::is_name(value),
            ValueType::TimeZone => mysql::is_time_zone(value),
            ValueType::File => !value.contains("-----BEGIN") && !value.contains('\n'),
            ValueType::Pragma => {
                let name = value.split(['(', '=']).next().unwrap_or_default().trim().to_ascii_lowercase();
                !name.ends_with("key") && name != "query_only"
            }
            // Prisma writes it as `socket=(/tmp/mysql.sock)`.
            ValueType::Socket => value.starts_with('/') || value.starts_with("(/"),
        }
    }

    /// Returns the duration of a valid value, which may also have a unit. Returns `None` if the type has no unit.
    pub fn duration(self, value: &str) -> Option<Duration> {
        const SECOND: u64 = 1000;
        let is_negative = || value.strip_prefix('-').and_then(number).is_some();
        match self {
            ValueType::Seconds => duration(value, Some(SECOND)),
            ValueType::Timeout | ValueType::TimeoutMillis | ValueType::Recycle | ValueType::GoDuration
                if is_negative() =>
            {
                Some(Duration::ZERO)
            }
            ValueType::Milliseconds | ValueType::TimeoutMillis => duration(value, Some(1)),
            ValueType::Recycle if number(value) == Some(0) => Some(Duration::from_secs(1)),
            ValueType::Timeout | ValueType::Recycle | ValueType::GoDuration => duration(value, Some(SECOND)),
            _ => None,
        }
    }

    /// Adds the unit to a valid duration without one.
    pub fn with_unit(self, value: &str) -> String {
        let is_number = number(value.strip_prefix('-').unwrap_or(value)).is_some();
        match (self, self.duration(value).filter(|_| is_number)) {
            (ValueType::Milliseconds | ValueType::TimeoutMillis, Some(duration)) => {
                format!("{}ms", duration.as_millis())
            }
            (_, Some(duration)) => format!("{}s", duration.as_secs()),
            _ => value.to_owned(),
        }
    }

    /// Returns a valid value in the spelling of the manual.
    pub fn canonical(self, value: &str) -> &str {
        match self {
            ValueType::Boolean if boolean(value) == Some(true) => "1",
            ValueType::Boolean => "0",
            ValueType::Words(words) => {
                words.iter().find(|word| word.eq_ignore_ascii_case(value)).map_or(value, |word| *word)
            }
            _ => value,
        }
    }

    /// Returns the unit of a duration, for a suggestion: another tool's parameter with a similar name may have another
    /// unit.
    pub const fn unit(self) -> &'static str {
        match self {
            ValueType::Seconds | ValueType::Timeout | ValueType::Recycle | ValueType::GoDuration => " (in seconds)",
            ValueType::Milliseconds | ValueType::TimeoutMillis => " (in milliseconds)",
            _ => "",
        }
    }

    /// Returns the help for an invalid value, which names the valid ones.
    pub fn help(self) -> String {
        match self {
            ValueType::Text | ValueType::Secret => "use any string".to_owned(),
            ValueType::Boolean => "use `true` or `false`".to_owned(),
            ValueType::Count | ValueType::CountOrDefault => "use a whole number".to_owned(),
            ValueType::Seconds | ValueType::Timeout | ValueType::Recycle => "use a whole number of seconds".to_owned(),
            ValueType::GoDuration => "use a duration with a unit, as in `1h30m`".to_owned(),
            ValueType::Milliseconds | ValueType::TimeoutMillis => "use a whole number of milliseconds".to_owned(),
            ValueType::Words(words) => format!("use {}", list(words.iter().copied())),
            ValueType::TlsMode => "use `disable`, `prefer`, `require`, `verify-ca` or `verify-full`".to_owned(),
            ValueType::Charset => "use a character set such as `utf8mb4`".to_owned(),
            ValueType::Collation => "use a collation such as `utf8mb4_bin`".to_owned(),
            ValueType::TimeZone => {
                "use `UTC`, `SYSTEM`, an offset from `-13:59` to `+14:00`, or a name such as `Europe/Berlin`".to_owned()
            }
            ValueType::File => "use the path of a file".to_owned(),
            ValueType::Socket => "use the whole path, as in `/var/run/postgresql`".to_owned(),
            ValueType::Pragma => {
                "use `mode=ro` to forbid writing, or execute `PRAGMA key` on each new connection".to_owned()
            }
            ValueType::Only(_, help) => help.to_owned(),
            ValueType::AuthMethods => format!("use a list of {}", list(AUTH_METHODS.iter().copied())),
            ValueType::TlsVersions => {
                "remove it, because the TLS library of a Rust client chooses the version".to_owned()
            }
        }
    }
}

/// The methods of libpq's `require_auth`.
const AUTH_METHODS: &[&str] = &["password", "md5", "gss", "sspi", "scram-sha-256", "oauth", "none"];

/// Returns whether the value is a list of methods, or of methods with a `!`.
fn is_auth_methods(value: &str) -> bool {
    let excludes = value.starts_with('!');
    value.split(',').all(|item| {
        let (method, is_excluded) = item.strip_prefix('!').map_or((item, false), |method| (method, true));
        is_excluded == excludes && AUTH_METHODS.contains(&method)
    })
}

/// Returns whether a list of TLS versions includes `TLSv1.2`: a client may then use every version that it supports.
fn is_tls_versions(value: &str) -> bool {
    let mut versions = value.split([',', ':', ' ']).filter(|version| !version.is_empty());
    let is_version = |version: &str| ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"].contains(&version);
    versions.clone().any(|version| version == "TLSv1.2") && versions.all(is_version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_timeout_is_no_limit() {
        for value_type in [ValueType::Timeout, ValueType::Recycle, ValueType::GoDuration] {
            assert!(value_type.is_valid("-1"));
            assert_eq!(value_type.duration("-1"), Some(Duration::ZERO));
            assert_eq!(value_type.with_unit("-1"), "0s");
            assert_eq!(value_type.duration("60"), Some(Duration::from_secs(60)));
            assert_eq!(value_type.with_unit("60"), "60s");
            for wrong in ["", "-", "--1", "1.5", "soon"] {
                assert!(!value_type.is_valid(wrong), "{wrong}");
            }
        }
        assert!(ValueType::CountOrDefault.is_valid("-1"));
        assert_eq!(ValueType::TimeoutMillis.duration("-1"), Some(Duration::ZERO));
        assert_eq!(ValueType::TimeoutMillis.with_unit("500"), "500ms");
        assert!(!ValueType::Timeout.is_valid("5s") && !ValueType::Seconds.is_valid("-1"));
        assert_eq!(ValueType::GoDuration.duration("1h0m0s"), Some(Duration::from_secs(3600)));
        // Django closes the connection after each request, and no pool has such an option.
        assert_eq!(ValueType::Recycle.duration("0"), Some(Duration::from_secs(1)));
    }

    #[test]
    fn required_methods_are_not_mixed_with_excluded_ones() {
        for value in ["scram-sha-256", "md5,scram-sha-256", "!password,!md5", "none"] {
            assert!(ValueType::AuthMethods.is_valid(value), "{value}");
        }
        for value in ["", "bogus", "md5,", "!md5,password", "md5,!password", "SCRAM-SHA-256"] {
            assert!(!ValueType::AuthMethods.is_valid(value), "{value}");
        }
    }

    #[test]
    fn a_list_of_tls_versions_excludes_no_supported_one() {
        for value in ["TLSv1.2", "TLSv1.2,TLSv1.3", "TLSv1,TLSv1.1,TLSv1.2"] {
            assert!(ValueType::TlsVersions.is_valid(value), "{value}");
        }
        for value in ["", "TLSv1.3", "TLSv1.1", "TLSv1.2,SSLv3"] {
            assert!(!ValueType::TlsVersions.is_valid(value), "{value}");
        }
    }
}
