//! The names of field types in the generated code, for short errors.
//!
//! The generated code names a field type as `<T as UrlFieldType>::Itself`. For an unsupported type, rustc then reports only
//! that. For a bound on the type itself it would also show the declaration of the bound and a list of other types.

use super::url_field::UrlField;
use crate::target::from_database_url::FromDatabaseUrl;

/// Names the type of a field that is read from URLs.
pub trait UrlFieldType {
    /// The same type.
    type Itself: UrlField;
}

#[diagnostic::do_not_recommend]
impl<T: UrlField> UrlFieldType for T {
    type Itself = T;
}

/// Names the type of an enum's variant.
pub trait VariantType {
    /// The same type.
    type Itself: FromDatabaseUrl;
}

#[diagnostic::do_not_recommend]
impl<T: FromDatabaseUrl> VariantType for T {
    type Itself = T;
}
