//! Parses plain variables: the fields with `parse`.
//!
//! Implementations of one trait for `T: FromStr` and for `Vec`, `Box` and `Duration` would overlap. Each implementation
//! therefore has its own marker type, which the compiler infers. Type aliases work because nothing depends on the name
//! of a type.

use std::any::{TypeId, type_name};
use std::fmt::Display;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use db_config_syntax::values;

/// Marks a type that is parsed with its `FromStr`.
pub struct Parsed;

/// Marks a `Duration`, which does not implement `FromStr`.
pub struct Time;

/// Marks a list.
pub struct List<K>(PhantomData<K>);

/// Marks a box.
pub struct Boxed<K>(PhantomData<K>);

/// Marks a required field.
pub struct Required<K>(PhantomData<K>);

/// Marks an optional field.
pub struct Optional<K>(PhantomData<K>);

/// The type of a plain variable and its marker, which the compiler infers.
pub struct Plain<T, K>(PhantomData<(T, K)>);

/// Creates a [`PlainReader`]. The compiler infers the marker.
pub fn plain<T, K>() -> Plain<T, K> {
    Plain(PhantomData)
}

/// Reads a plain variable: a `PlainValue` or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not a supported type for a plain variable",
    label = "unsupported type for a plain variable",
    note = "use `Duration`, a type that implements `FromStr`, or an `Option`, `Vec` or `Box` of such a type",
    note = "the error type of `FromStr` must implement `Display`"
)]
pub trait PlainReader<T> {
    /// Whether the field is optional.
    const IS_OPTIONAL: bool;

    /// Whether the field is a list.
    const IS_LIST: bool;

    /// Returns whether the value is a path or a list of paths. For these, db-config does not look up `NAME_FILE`.
    fn is_path() -> bool;

    /// Parses the value. If `is_shown` is set, the error has the message of `FromStr`, which may contain the value.
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<T, UrlError>;

    /// Returns the value of an unset field. Returns `None` if the field is required.
    fn unset() -> Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T: PlainValue<K>, K> PlainReader<T> for Plain<T, Required<K>> {
    const IS_OPTIONAL: bool = false;
    const IS_LIST: bool = T::IS_LIST;

    fn is_path() -> bool {
        T::is_path()
    }

    fn read(text: &str, separator: &str, is_shown: bool) -> Result<T, UrlError> {
        T::read(text, separator, is_shown)
    }

    fn unset() -> Option<T> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: PlainValue<K>, K> PlainReader<Option<T>> for Plain<Option<T>, Optional<K>> {
    const IS_OPTIONAL: bool = true;
    const IS_LIST: bool = T::IS_LIST;

    fn is_path() -> bool {
        T::is_path()
    }

    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Option<T>, UrlError> {
        T::read(text, separator, is_shown).map(Some)
    }

    fn unset() -> Option<Option<T>> {
        Some(None)
    }
}

/// The value of a plain variable. The compiler infers `K`.
pub trait PlainValue<K>: Sized {
    /// Whether the type is a list.
    const IS_LIST: bool = false;

    /// Parses the value. If `is_shown` is set, the error has the message of `FromStr`, which may contain the value.
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Self, UrlError>;

    /// Returns whether the value is a path or a list of paths. For these, db-config does not look up `NAME_FILE`.
    fn is_path() -> bool {
        false
    }
}

impl<T: FromStr<Err: Display> + 'static> PlainValue<Parsed> for T {
    fn read(text: &str, _: &str, is_shown: bool) -> Result<T, UrlError> {
        // `bool::from_str` accepts only `true` and `false`.
        let text = match TypeId::of::<T>() == TypeId::of::<bool>() {
            true => {
                if boolean(text)? {
                    "true"
                } else {
                    "false"
                }
            }
            false => text,
        };
        text.parse().map_err(|error: T::Err| invalid(type_name::<T>(), is_shown.then_some(&error as _)))
    }

    fn is_path() -> bool {
        TypeId::of::<T>() == TypeId::of::<PathBuf>()
    }
}

#[diagnostic::do_not_recommend]
impl PlainValue<Time> for Duration {
    fn read(text: &str, _: &str, _: bool) -> Result<Duration, UrlError> {
        values::duration(text, None).ok_or_else(|| {
            let message = if values::number(text).is_some() { "missing time unit" } else { "invalid duration" };
            let error = UrlError::from_kind(ProblemKind::InvalidValue).with_message(message);
            error.with_help("use a number with a unit, such as `30s`, `500ms`, `2m` or `1h30m`")
        })
    }
}

/// Ignores whitespace around the items. An empty value is an empty list.
#[diagnostic::do_not_recommend]
impl<T: PlainValue<K>, K> PlainValue<List<K>> for Vec<T> {
    const IS_LIST: bool = true;

    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Vec<T>, UrlError> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let items = text.split(separator).map(str::trim).enumerate();
        let read = |(i, text): (usize, &str)| match text {
            "" => Err(UrlError::from_kind(ProblemKind::Empty)
                .with_message(format!("item {} of the list is empty", i + 1))
                .with_help(format!("use one `{separator}` between items and none at the end"))),
            text => T::read(text, separator, is_shown).map_err(|error| {
                let message = format!("item {} of the list: {}", i + 1, error.message());
                error.with_message(message)
            }),
        };
        items.map(read).collect()
    }

    fn is_path() -> bool {
        T::is_path()
    }
}

#[diagnostic::do_not_recommend]
impl<T: PlainValue<K>, K> PlainValue<Boxed<K>> for Box<T> {
    const IS_LIST: bool = T::IS_LIST;

    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Box<T>, UrlError> {
        T::read(text, separator, is_shown).map(Box::new)
    }

    fn is_path() -> bool {
        T::is_path()
    }
}

/// Parses a boolean in any of the accepted spellings.
fn boolean(text: &str) -> Result<bool, UrlError> {
    values::boolean(text).ok_or_else(|| {
        let error = UrlError::from_kind(ProblemKind::InvalidValue).with_message("invalid boolean");
        error.with_help("use `true` or `false`, `1` or `0`, `yes` or `no`, `on` or `off`")
    })
}

/// Returns the error for a value that is not of this type, with the message of `FromStr` if it may be shown.
fn invalid(ty: &str, message: Option<&dyn Display>) -> UrlError {
    let message = match message {
        Some(message) => format!("invalid `{ty}`: {message}"),
        None => format!("invalid `{ty}`"),
    };
    UrlError::from_kind(ProblemKind::InvalidValue).with_message(message).with_help("")
}
