//! Plain variables: what `from_str` reads.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{ProblemKind, UrlError};
use crate::url::redact;
use crate::values;

/// Any type's own reading.
#[track_caller]
pub fn from_str<T: FromStr<Err: Display>>(text: &str) -> Result<T, UrlError> {
    text.parse().map_err(|error: T::Err| not_parsed::<T>(text, &error))
}

/// The type that a name stands for, if it is the standard library's. `bool` and `Duration` are known by their names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the standard library's type of this name",
    label = "read as the standard library's, whose name this is",
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
pub fn boolean<T: Standard<bool>>(text: &str) -> Result<T, UrlError> {
    values::boolean(text.as_bytes()).map(T::from_standard).ok_or_else(|| {
        let error = UrlError::of(ProblemKind::Value).with_message("not a boolean");
        error.with_remedy("write `true` or `false`, `1` or `0`, `yes` or `no`, `on` or `off`")
    })
}

/// A duration with its unit.
pub fn duration<T: Standard<Duration>>(text: &str) -> Result<T, UrlError> {
    values::duration(text.as_bytes(), None).map(T::from_standard).ok_or_else(|| {
        let error = UrlError::of(ProblemKind::Value).with_message("not a duration with its unit");
        error.with_remedy("write it as `30s`, `500ms`, `2m` or `1h30m`")
    })
}

/// A list; blanks around its items do not count, and an empty text has no items.
pub fn list<T>(
    separator: &'static str,
    item: impl Fn(&str) -> Result<T, UrlError>,
) -> impl Fn(&str) -> Result<Vec<T>, UrlError> {
    move |text| {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let items = text.split(separator).map(str::trim).enumerate();
        let read = |(i, text): (usize, &str)| match text {
            "" => Err(UrlError::of(ProblemKind::Empty)
                .with_message(format!("item {} of the list is empty", i + 1))
                .with_remedy(format!("write one `{separator}` between two items, and none at the end"))),
            text => item(text).map_err(|error| {
                let message = format!("item {} of the list: {}", i + 1, error.message());
                error.with_message(message)
            }),
        };
        items.map(read).collect()
    }
}

/// The parser's own message, without the value, which may be a secret.
fn not_parsed<T>(text: &str, error: &impl Display) -> UrlError {
    let ty = std::any::type_name::<T>();
    let error = error.to_string();
    // No piece of a password that stands among other things; of another text a piece may be what has to be told.
    let url = Some(text).filter(|text| redact::may_hold_password(text));
    let message = match redact::without(&error, redact::words(text).chain(url.into_iter().flat_map(redact::pieces))) {
        Some(error) => format!("not a `{ty}`: {}", redact::printable(error)),
        None => format!("not a `{ty}`"),
    };
    UrlError::of(ProblemKind::Value).with_message(message).with_remedy("write a value of this type")
}
