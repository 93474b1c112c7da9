//! What can be shown: a URL without its secrets.

use serde::{Serialize, Serializer};

use crate::sealed::Sealed;
use crate::url::DatabaseUrl;

/// What a field with `#[serde(with = "db_config::serde")]` may be if it is serialized: [`DatabaseUrl`], an `Option` or
/// a `Vec` of it. It is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be serialized: only a `DatabaseUrl` can be shown without its secrets",
    note = "to read it only: `#[serde(skip_serializing, deserialize_with = \"db_config::serde::deserialize\")]`"
)]
pub trait Serializable: Sealed {
    /// Shows it.
    ///
    /// # Errors
    ///
    /// The serializer's own.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl Sealed for DatabaseUrl {}

impl Serializable for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}

impl Sealed for Option<DatabaseUrl> {}

impl Serializable for Option<DatabaseUrl> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}

impl Sealed for Vec<DatabaseUrl> {}

impl Serializable for Vec<DatabaseUrl> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}
