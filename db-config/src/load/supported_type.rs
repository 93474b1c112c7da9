//! The names of field types in the generated code, for short errors.
//!
//! The generated code names a field type as `<T as UrlFieldType>::Itself`. For an unsupported type, rustc then reports only
//! that. For the bound of [`UrlFieldAt::Type`] it would also show the declaration of the bound and a list of other types.

use std::fmt;

use super::field_types::{UrlFieldAt, VariantAt};
use super::spec::FieldSpec;
use super::url_field::UrlField;
use crate::redacted_debug::debug_url_field;
use crate::target::from_database_url::{FromDatabaseUrl, redacted};

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

/// Calls [`debug_url_field`].
pub fn debug_url_field_at<'a, F: UrlFieldAt<I>, const I: usize>(
    value: &'a F::Type,
    prefix: &'a str,
    spec: &'static FieldSpec,
) -> impl fmt::Debug + use<'a, F, I> {
    debug_url_field(value, prefix, spec)
}

/// Calls [`redacted`].
pub fn redacted_variant<'a, V: VariantAt<I>, const I: usize>(value: &'a V::Type) -> impl fmt::Debug + use<'a, V, I> {
    redacted(value)
}
