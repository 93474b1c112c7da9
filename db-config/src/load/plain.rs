//! The types of a plain variable: what `parse` reads.
//!
//! The type decides, not the name that it is written with. `FromStr` is not ours, so one trait with an implementation for
//! it and others for `Vec`, `Box` and `Duration` would overlap; each implementation has a marker type of its own instead,
//! which the compiler infers.

use std::any::{TypeId, type_name};
use std::fmt::Display;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use db_config_syntax::values;

/// Marks a type that is read with its `FromStr`.
pub struct Parsed;

/// Marks a `Duration`, which has no `FromStr`.
pub struct Time;

/// Marks a list.
pub struct List<K>(PhantomData<K>);

/// Marks a box.
pub struct Boxed<K>(PhantomData<K>);

/// Marks a field that has to be set.
pub struct Required<K>(PhantomData<K>);

/// Marks a field that may stay unset.
pub struct Optional<K>(PhantomData<K>);

/// A plain variable's type and its marker, which the compiler infers.
pub struct Plain<T, K>(PhantomData<(T, K)>);

/// Infers the marker, where a [`PlainReader`] is expected.
pub fn plain<T, K>() -> Plain<T, K> {
    Plain(PhantomData)
}

/// Reads a plain variable: a `PlainValue`, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be read from a variable",
    label = "not a type that a variable can have",
    note = "a plain variable has a type with `FromStr` whose error has `Display`, or `Duration`, or `Option`, `Vec` or `Box` of \
            such a type"
)]
pub trait PlainReader<T> {
    /// Whether the field may stay unset.
    const IS_OPTIONAL: bool;

    /// Whether it has several items.
    const IS_LIST: bool;

    /// Returns whether it is a path, or has paths, so that no `NAME_FILE` is looked up.
    fn is_path() -> bool;

    /// Reads it. `is_shown` allows the error to quote the type's own message, which may repeat the text.
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<T, UrlError>;

    /// Returns the field without a value, if it is optional.
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

/// The value of a plain variable. `K` is inferred.
pub trait PlainValue<K>: Sized {
    /// Whether it has several items.
    const IS_LIST: bool = false;

    /// Reads it. `is_shown` allows the error to quote the type's own message, which may repeat the text.
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Self, UrlError>;

    /// Returns whether it is a path, or has paths, so that no `NAME_FILE` is looked up.
    fn is_path() -> bool {
        false
    }
}

impl<T: FromStr<Err: Display> + 'static> PlainValue<Parsed> for T {
    fn read(text: &str, _: &str, is_shown: bool) -> Result<T, UrlError> {
        // The `FromStr` of `bool` knows `true` and `false` only.
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
        text.parse().map_err(|error: T::Err| not_parsed(type_name::<T>(), is_shown.then_some(&error as _)))
    }

    fn is_path() -> bool {
        TypeId::of::<T>() == TypeId::of::<PathBuf>()
    }
}

#[diagnostic::do_not_recommend]
impl PlainValue<Time> for Duration {
    fn read(text: &str, _: &str, _: bool) -> Result<Duration, UrlError> {
        values::duration(text, None).ok_or_else(|| {
            let error = UrlError::from_kind(ProblemKind::InvalidValue).with_message("not a duration with its unit");
            error.with_help("write it as `30s`, `500ms`, `2m` or `1h30m`")
        })
    }
}

/// Blanks around the items do not count, and an empty text has no items.
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
                .with_help(format!("write one `{separator}` between two items, and none at the end"))),
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

/// Reads a boolean, in any of the words that people have for it.
fn boolean(text: &str) -> Result<bool, UrlError> {
    values::boolean(text).ok_or_else(|| {
        let error = UrlError::from_kind(ProblemKind::InvalidValue).with_message("not a boolean");
        error.with_help("write `true` or `false`, `1` or `0`, `yes` or `no`, `on` or `off`")
    })
}

/// Returns the error that a text is not of this type, with the type's own message if it may be shown.
fn not_parsed(ty: &str, message: Option<&dyn Display>) -> UrlError {
    let message = match message {
        Some(message) => format!("not a `{ty}`: {message}"),
        None => format!("not a `{ty}`"),
    };
    UrlError::from_kind(ProblemKind::InvalidValue).with_message(message).with_help("write a value of this type")
}
