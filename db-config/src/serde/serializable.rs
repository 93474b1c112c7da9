//! The types that can be serialized: URLs without their secrets.

use serde::Serialize;

use crate::sealed::Sealed;
use crate::url::DatabaseUrl;

/// A field with `#[serde(with = "db_config::serde")]` that can be serialized: [`DatabaseUrl`], an `Option` or a `Vec` of
/// it. It is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be serialized: only a `DatabaseUrl` can be shown without its secrets",
    note = "to read it only: `#[serde(skip_serializing, deserialize_with = \"db_config::serde::deserialize\")]`"
)]
pub trait Serializable: Sealed + Serialize {}

impl Sealed for DatabaseUrl {}
impl Sealed for Option<DatabaseUrl> {}
impl Sealed for Vec<DatabaseUrl> {}

impl Serializable for DatabaseUrl {}
impl Serializable for Option<DatabaseUrl> {}
impl Serializable for Vec<DatabaseUrl> {}
