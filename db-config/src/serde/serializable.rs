//! The types that can be serialized: redacted URLs.

use serde::Serialize;

use crate::sealed::Sealed;
use crate::url::DatabaseUrl;

/// The types that [`serialize`](super::serialize) supports: [`DatabaseUrl`], and an `Option` or `Vec` of it. Requires
/// the feature `serde`. The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be serialized: db-config can redact only a `DatabaseUrl`",
    label = "unsupported type for `db_config::serde::serialize`",
    note = "if you only deserialize it: `#[serde(skip_serializing, deserialize_with = \"db_config::serde::deserialize\")]`"
)]
pub trait Serializable: Sealed + Serialize {}

impl Sealed for DatabaseUrl {}
impl Sealed for Option<DatabaseUrl> {}
impl Sealed for Vec<DatabaseUrl> {}

impl Serializable for DatabaseUrl {}
impl Serializable for Option<DatabaseUrl> {}
impl Serializable for Vec<DatabaseUrl> {}
