//! `Serialize` and `Deserialize` for `DatabaseUrl`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::url::DatabaseUrl;

/// Serializes the redacted URL. Requires the feature `serde`.
impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

/// Parses a string. Requires the feature `serde`.
///
/// The error contains no secret. If the value is not a string, the error does not quote it.
impl<'de> Deserialize<'de> for DatabaseUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::read::url(deserializer, Self::try_from)
    }
}
