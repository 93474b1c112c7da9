//! The types of query parameter values.

use super::mysql;
use crate::similar::list;
use crate::tls::TlsMode;
use crate::values::{boolean, number};

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
    /// One of these values, ignoring case.
    Words(&'static [&'static str]),
    /// A TLS mode, in the spelling of any client.
    TlsMode,
    /// A MySQL character set or collation.
    Charset,
    /// A MySQL collation.
    Collation,
    /// A MySQL time zone or offset.
    TimeZone,
    /// The path of a file, not its content.
    File,
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
            ValueType::Words(words) => words.iter().any(|word| word.eq_ignore_ascii_case(value)),
            ValueType::TlsMode => TlsMode::from_word(value).is_some(),
            ValueType::Charset => mysql::is_charset(value),
            ValueType::Collation => mysql::is_name(value),
            ValueType::TimeZone => mysql::is_time_zone(value),
            ValueType::File => !value.contains("-----BEGIN") && !value.contains('\n'),
        }
    }

    /// Returns the unit of a duration, for a suggestion: another tool's parameter with a similar name may have another
    /// unit.
    pub(crate) const fn unit(self) -> &'static str {
        match self {
            ValueType::Seconds => " (in seconds)",
            ValueType::Milliseconds => " (in milliseconds)",
            _ => "",
        }
    }

    /// Returns the help for an invalid value, which names the valid ones.
    pub fn help(self) -> String {
        match self {
            ValueType::Text | ValueType::Secret => "use any string".to_owned(),
            ValueType::Boolean => "use `true` or `false`".to_owned(),
            ValueType::Count => "use a whole number".to_owned(),
            ValueType::Seconds => "use a whole number of seconds".to_owned(),
            ValueType::Milliseconds => "use a whole number of milliseconds".to_owned(),
            ValueType::Words(words) => format!("use {}", list(words.iter().copied())),
            ValueType::TlsMode => "use `disable`, `prefer`, `require`, `verify-ca` or `verify-full`".to_owned(),
            ValueType::Charset => "use a character set such as `utf8mb4`".to_owned(),
            ValueType::Collation => "use a collation such as `utf8mb4_bin`".to_owned(),
            ValueType::TimeZone => {
                "use `UTC`, `SYSTEM`, an offset from `-13:59` to `+14:00`, or a name such as `Europe/Berlin`".to_owned()
            }
            ValueType::File => "use the path of a file".to_owned(),
        }
    }
}
