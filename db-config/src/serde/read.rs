//! The text of a URL, and nothing else, from a deserializer.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::error::UrlError;

/// Serde's own refusals of these show the value, which may be a secret in the wrong place.
macro_rules! refuse_without_the_value {
    ($($visit:ident($value:ty): $what:literal),* $(,)?) => {
        $(fn $visit<E: serde::de::Error>(self, _: $value) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other($what), &self))
        })*
    };
    () => {
        $crate::serde::read::refuse_without_the_value! {
            visit_bool(bool): "a boolean",
            visit_i64(i64): "a number",
            visit_i128(i128): "a number",
            visit_u64(u64): "a number",
            visit_u128(u128): "a number",
            visit_f64(f64): "a number",
        }
    };
}
pub(super) use refuse_without_the_value;

/// Reads the text, and makes `T` from it.
pub(crate) fn url<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: fn(String) -> Result<T, UrlError>,
) -> Result<T, D::Error> {
    deserializer.deserialize_string(Text(read))
}

struct Text<T>(fn(String) -> Result<T, UrlError>);

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a database URL")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }

    /// As for serde's `String`: some formats know only bytes.
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_type(Unexpected::Other("bytes that are not UTF-8"), &self)),
        }
    }

    refuse_without_the_value! {}
}
