//! A URL as a serde value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::url::DatabaseUrl;

/// Redacted: what is serialized is meant to be shown.
impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

/// Parses the text. The error says what is wrong with it, and shows no secret, nor a value that is no text.
impl<'de> Deserialize<'de> for DatabaseUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::read::url(deserializer, Self::try_from)
    }
}
