//! The text of a URL, and nothing else, from a deserializer.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::error::UrlError;

/// Whether the visitor was given what it wants.
pub(super) type IsRead = Cell<bool>;

/// Reads with a visitor that notes when it is given what it wants. Any error before that is replaced: serde's and a
/// format's own refusals show the value, which may be a secret in the wrong place.
pub(super) fn without_leaking_value<T, E: Error>(
    wanted: &str,
    read: impl FnOnce(&IsRead) -> Result<T, E>,
) -> Result<T, E> {
    let is_read = IsRead::new(false);
    match read(&is_read) {
        Err(_) if !is_read.get() => Err(E::custom(format_args!("{wanted} is expected here"))),
        result => result,
    }
}

/// Reads the text, and makes `T` from it.
pub(crate) fn url<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    make: fn(String) -> Result<T, UrlError>,
) -> Result<T, D::Error> {
    without_leaking_value("a text with a database URL", |is_read| {
        deserializer.deserialize_string(UrlVisitor { make, is_read })
    })
}

struct UrlVisitor<'a, T> {
    make: fn(String) -> Result<T, UrlError>,
    is_read: &'a IsRead,
}

impl<T> Visitor<'_> for UrlVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a database URL")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        self.is_read.set(true);
        (self.make)(text).map_err(E::custom)
    }

    /// As for serde's `String`: some formats know only bytes.
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_type(Unexpected::Other("bytes that are not UTF-8"), &self)),
        }
    }
}
