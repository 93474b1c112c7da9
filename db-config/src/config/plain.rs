//! Plain variables: what `from_str` reads.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::Duration;

use super::Setting;
use crate::error::{ProblemKind, UrlError};
use crate::text::written;
use crate::url::redact;
use crate::values;

/// How the text of a plain variable is read. The derive names a reader by its type, so that a setting can hold it.
pub trait Reader<T> {
    /// Reads it.
    fn read(text: &str, setting: &Setting) -> Result<T, UrlError>;
}

/// Any type's own reading.
pub struct Parsed<T: FromStr<Err: Display>>(PhantomData<T>);

impl<T: FromStr<Err: Display>> Reader<T> for Parsed<T> {
    fn read(text: &str, _: &Setting) -> Result<T, UrlError> {
        text.parse().map_err(|error: T::Err| not_parsed(std::any::type_name::<T>(), text, &error))
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
    fn read(text: &str, _: &Setting) -> Result<T, UrlError> {
        values::boolean(text.as_bytes()).map(T::from_standard).ok_or_else(|| {
            let error = UrlError::of(ProblemKind::Value).with_message("not a boolean");
            error.with_remedy("write `true` or `false`, `1` or `0`, `yes` or `no`, `on` or `off`")
        })
    }
}

/// A duration with its unit.
pub struct Time<T: Standard<Duration>>(PhantomData<T>);

impl<T: Standard<Duration>> Reader<T> for Time<T> {
    fn read(text: &str, _: &Setting) -> Result<T, UrlError> {
        values::duration(text.as_bytes(), None).map(T::from_standard).ok_or_else(|| {
            let error = UrlError::of(ProblemKind::Value).with_message("not a duration with its unit");
            error.with_remedy("write it as `30s`, `500ms`, `2m` or `1h30m`")
        })
    }
}

/// A list; blanks around its items do not count, and an empty text has no items.
pub struct List<R>(PhantomData<R>);

impl<T, R: Reader<T>> Reader<Vec<T>> for List<R> {
    fn read(text: &str, setting: &Setting) -> Result<Vec<T>, UrlError> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let separator = setting.separator;
        let items = text.split(separator).map(str::trim).enumerate();
        let read = |(i, text): (usize, &str)| match text {
            "" => Err(UrlError::of(ProblemKind::Empty)
                .with_message(format!("item {} of the list is empty", i + 1))
                .with_remedy(format!("write one `{separator}` between two items, and none at the end"))),
            text => R::read(text, setting).map_err(|error| {
                let message = format!("item {} of the list: {}", i + 1, error.message());
                error.with_message(message)
            }),
        };
        items.map(read).collect()
    }
}

/// The parser's own message, without the value, which may be a secret.
fn not_parsed(ty: &str, text: &str, error: &dyn Display) -> UrlError {
    let error = written(error);
    // No piece of a password that stands among other things; of another text a piece may be what has to be told.
    let url = Some(text).filter(|text| redact::may_hold_password(text));
    let message = match redact::without(&error, redact::words(text).chain(url.into_iter().flat_map(redact::pieces))) {
        Some(error) => format!("not a `{ty}`: {}", redact::printable(error)),
        None => format!("not a `{ty}`"),
    };
    UrlError::of(ProblemKind::Value).with_message(message).with_remedy("write a value of this type")
}
