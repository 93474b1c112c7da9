//! Traits that make rustc report an unsupported field type in one short error.
//!
//! The generated code names a field type as `<T as UrlFieldType>::Itself`. If rustc reported the bound of
//! [`UrlFieldAt::Type`](super::UrlFieldAt::Type) instead, it would also show the declaration of that bound and a list of
//! other types.

use super::url_field::UrlField;
use crate::target::from_database_url::FromDatabaseUrl;

/// Every field type that is read from database URLs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a supported database field type",
    label = "expected a client type `T`, `Option<T>`, `Vec<T>` or `Option<Vec<T>>`",
    note = "for a client type, enable its feature of `db-config`, such as `sqlx-postgres`",
    note = "if the feature is enabled, check the client's version: `sqlx-postgres` is for sqlx 0.9, `sqlx-0_8-postgres` for 0.8",
    note = "for any other variable, add `#[database(env = \"NAME\", parse)]`"
)]
pub trait UrlFieldType {
    /// The same type.
    type Itself: UrlField;
}

#[diagnostic::do_not_recommend]
impl<T: UrlField> UrlFieldType for T {
    type Itself = T;
}

/// Every type that an enum's variant can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a supported type for a variant",
    label = "expected a client type",
    note = "for a client type, enable its feature of `db-config`, such as `sqlx-postgres`",
    note = "if the feature is enabled, check the client's version: `sqlx-postgres` is for sqlx 0.9, `sqlx-0_8-postgres` for 0.8"
)]
pub trait VariantType {
    /// The same type.
    type Itself: FromDatabaseUrl;
}

#[diagnostic::do_not_recommend]
impl<T: FromDatabaseUrl> VariantType for T {
    type Itself = T;
}
