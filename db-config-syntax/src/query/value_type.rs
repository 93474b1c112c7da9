//! The types of query parameters' values.

use super::mysql;
use crate::similar::list;
use crate::tls::TlsMode;
use crate::values::{boolean, number};

/// The type of a query parameter's value.
#[derive(Debug, Clone, Copy)]
pub enum ValueType {
    /// Any text.
    Text,
    /// `true` or `false`, or another usual word for one of them.
    Boolean,
    /// A whole number.
    Count,
    /// A whole number of seconds.
    Seconds,
    /// A whole number of milliseconds.
    Milliseconds,
    /// One of these words, in any case.
    Words(&'static [&'static str]),
    /// A word of any client's dialect for a TLS mode.
    TlsMode,
    /// MySQL's name of a character set or, in its place, of a collation.
    Charset,
    /// MySQL's name of a collation.
    Collation,
    /// MySQL's name of a time zone, or its offset.
    TimeZone,
    /// The path of a file, not what is in it.
    File,
    /// A text that is a secret, or may hold one: never shown.
    Secret,
}

impl ValueType {
    /// Returns whether this is a value of the type.
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

    /// Returns the unit, which another tool's parameter of nearly the same name may not have.
    pub(crate) const fn unit(self) -> &'static str {
        match self {
            ValueType::Seconds => ", in seconds",
            ValueType::Milliseconds => ", in milliseconds",
            _ => "",
        }
    }

    /// Returns the help for a value of another type.
    pub fn help(self) -> String {
        match self {
            ValueType::Text | ValueType::Secret => "write some text".to_owned(),
            ValueType::Boolean => "write `true` or `false`".to_owned(),
            ValueType::Count => "write a whole number".to_owned(),
            ValueType::Seconds => "write a whole number of seconds".to_owned(),
            ValueType::Milliseconds => "write a whole number of milliseconds".to_owned(),
            ValueType::Words(words) => format!("write {}", list(words.iter().copied())),
            ValueType::TlsMode => "write `disable`, `prefer`, `require`, `verify-ca` or `verify-full`".to_owned(),
            ValueType::Charset => "use a character set such as `utf8mb4`".to_owned(),
            ValueType::Collation => "use a collation such as `utf8mb4_bin`".to_owned(),
            ValueType::TimeZone => {
                "use `UTC`, `SYSTEM`, an offset from `-13:59` to `+14:00`, or a name such as `Europe/Berlin`".to_owned()
            }
            ValueType::File => "write the path of a file that holds it".to_owned(),
        }
    }
}
