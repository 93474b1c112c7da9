//! Plain variables: what `from_str` reads.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use db_config_syntax::values;

/// How the text of a plain variable is read. The derive names a reader by its type, so that a setting can hold it.
pub trait Reader<T> {
    /// Reads it. `is_shown` allows the error to quote the type's own message, which may repeat the text.
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<T, UrlError>;
}

/// Any type's own reading.
pub struct Parsed<T: FromStr<Err: Display>>(PhantomData<T>);

impl<T: FromStr<Err: Display>> Reader<T> for Parsed<T> {
    fn read(text: &str, _: &str, is_shown: bool) -> Result<T, UrlError> {
        text.parse().map_err(|error: T::Err| not_parsed(std::any::type_name::<T>(), is_shown.then_some(&error as _)))
    }
}

/// The type that a name stands for, if it is the standard library's. `bool` and `Duration` are known by their names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the standard library's type of that name",
    label = "this name is read as the standard library's type",
    note = "write it with its path, as in `crate::Duration`: then its own `FromStr` reads it"
)]
pub trait Standard<T> {
    /// Itself.
    fn from_standard(value: T) -> Self;
}

impl<T> Standard<T> for T {
    fn from_standard(value: T) -> Self {
        value
    }
}

/// A boolean, in any of the words that people have for it.
pub struct Boolean<T: Standard<bool>>(PhantomData<T>);

impl<T: Standard<bool>> Reader<T> for Boolean<T> {
    fn read(text: &str, _: &str, _: bool) -> Result<T, UrlError> {
        values::boolean(text).map(T::from_standard).ok_or_else(|| {
            let error = UrlError::of(ProblemKind::Value).with_message("not a boolean");
            error.with_remedy("write `true` or `false`, `1` or `0`, `yes` or `no`, `on` or `off`")
        })
    }
}

/// A duration with its unit.
pub struct Time<T: Standard<Duration>>(PhantomData<T>);

impl<T: Standard<Duration>> Reader<T> for Time<T> {
    fn read(text: &str, _: &str, _: bool) -> Result<T, UrlError> {
        values::duration(text, None).map(T::from_standard).ok_or_else(|| {
            let error = UrlError::of(ProblemKind::Value).with_message("not a duration with its unit");
            error.with_remedy("write it as `30s`, `500ms`, `2m` or `1h30m`")
        })
    }
}

/// A list; blanks around its items do not count, and an empty text has no items.
pub struct List<R>(PhantomData<R>);

impl<T, R: Reader<T>> Reader<Vec<T>> for List<R> {
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Vec<T>, UrlError> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let items = text.split(separator).map(str::trim).enumerate();
        let read = |(i, text): (usize, &str)| match text {
            "" => Err(UrlError::of(ProblemKind::Empty)
                .with_message(format!("item {} of the list is empty", i + 1))
                .with_remedy(format!("write one `{separator}` between two items, and none at the end"))),
            text => R::read(text, separator, is_shown).map_err(|error| {
                let message = format!("item {} of the list: {}", i + 1, error.message());
                error.with_message(message)
            }),
        };
        items.map(read).collect()
    }
}

/// A value in a box.
pub struct Boxed<R>(PhantomData<R>);

impl<T, R: Reader<T>> Reader<Box<T>> for Boxed<R> {
    fn read(text: &str, separator: &str, is_shown: bool) -> Result<Box<T>, UrlError> {
        R::read(text, separator, is_shown).map(Box::new)
    }
}

/// The error that a text is not of this type, with the type's own message if it may be shown.
fn not_parsed(ty: &str, message: Option<&dyn Display>) -> UrlError {
    let message = match message {
        Some(message) => format!("not a `{ty}`: {message}"),
        None => format!("not a `{ty}`"),
    };
    UrlError::of(ProblemKind::Value).with_message(message).with_remedy("write a value of this type")
}
