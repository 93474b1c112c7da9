//! Reads a string from a deserializer. The error for any other value does not quote it.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::error::UrlError;

/// Whether the deserializer called the visitor with a value of the expected type.
pub(super) type IsRead = Cell<bool>;

/// Replaces any error that occurs before the visitor sets [`IsRead`] by "expected ...".
///
/// The errors of serde and of the format quote the value, which may be a secret in the wrong place.
pub(super) fn without_leaking_value<T, E: Error>(
    expected: &str,
    read: impl FnOnce(&IsRead) -> Result<T, E>,
) -> Result<T, E> {
    let is_read = IsRead::new(false);
    match read(&is_read) {
        Err(_) if !is_read.get() => Err(E::custom(format_args!("expected {expected}"))),
        result => result,
    }
}

/// Reads a string and converts it.
pub(crate) fn url<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    convert: fn(String) -> Result<T, UrlError>,
) -> Result<T, D::Error> {
    without_leaking_value("a string containing a database URL", |is_read| {
        deserializer.deserialize_string(UrlVisitor { convert, is_read })
    })
}

struct UrlVisitor<'a, T> {
    convert: fn(String) -> Result<T, UrlError>,
    is_read: &'a IsRead,
}

impl<T> Visitor<'_> for UrlVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string containing a database URL")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        self.is_read.set(true);
        (self.convert)(text).map_err(E::custom)
    }

    /// Accepts bytes like serde's `String`, because some formats have no strings.
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_type(Unexpected::Other("bytes that are not UTF-8"), &self)),
        }
    }
}
