//! What a key takes as its value.

use super::mysql;
use crate::TlsMode;
use crate::const_bytes::{contains, same};
use crate::similar::list;
use crate::values::{boolean, number};

#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    Text,
    Boolean,
    Count,
    Seconds,
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

impl Takes {
    pub(crate) const fn accepts(self, value: &[u8]) -> bool {
        match self {
            Takes::Text | Takes::Secret => true,
            Takes::Boolean => boolean(value).is_some(),
            Takes::Count | Takes::Seconds | Takes::Milliseconds => number(value).is_some(),
            Takes::Words(words) => {
                let mut i = 0;
                while i < words.len() && !same(words[i].as_bytes(), value) {
                    i += 1;
                }
                i < words.len()
            }
            Takes::TlsMode => TlsMode::of_word(value).is_some(),
            Takes::Charset => mysql::is_charset(value),
            Takes::Collation => mysql::is_name(value),
            Takes::TimeZone => mysql::is_time_zone(value),
            Takes::File => !contains(value, b"-----BEGIN") && !contains(value, b"\n"),
        }
    }

    /// The unit, which another tool's key of nearly the same name may not have.
    pub(crate) const fn unit(self) -> &'static str {
        match self {
            Takes::Seconds => ", in seconds",
            Takes::Milliseconds => ", in milliseconds",
            _ => "",
        }
    }

    /// What to write, as a remedy.
    pub(crate) fn remedy(self) -> String {
        match self {
            Takes::Text | Takes::Secret => "write some text".to_owned(),
            Takes::Boolean => "write `true` or `false`".to_owned(),
            Takes::Count => "write a whole number".to_owned(),
            Takes::Seconds => "write a whole number of seconds".to_owned(),
            Takes::Milliseconds => "write a whole number of milliseconds".to_owned(),
            Takes::Words(words) => format!("write {}", list(words.iter().copied())),
            Takes::TlsMode => "write `disable`, `prefer`, `require`, `verify-ca` or `verify-full`".to_owned(),
            Takes::Charset => "use a character set such as `utf8mb4`".to_owned(),
            Takes::Collation => "use a collation such as `utf8mb4_bin`".to_owned(),
            Takes::TimeZone => {
                "use `UTC`, `SYSTEM`, an offset from `-13:59` to `+14:00`, or a name such as `Europe/Berlin`".to_owned()
            }
            Takes::File => "write the path of a file that holds it".to_owned(),
        }
    }
}
