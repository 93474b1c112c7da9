//! The value of a variable: its own, or that of the file that `NAME_FILE` names.

use std::borrow::Cow;
use std::path::Path;

use crate::error::{ProblemKind, UrlError};
use crate::libpq;
use crate::report::Origin;
use crate::source::{Source, file, get};
use db_config_syntax::redact::printable;

/// A value, and where it comes from.
pub(super) struct Value<'a> {
    pub text: String,
    /// The variable that holds it: `NAME`, or the `NAME_FILE` that names its file.
    pub name: Cow<'a, str>,
    pub origin: Origin,
}

/// Returns the value of a variable, or of the file that `NAME_FILE` names; `None` if neither is set.
///
/// An empty one gives way to the other. If both are set, the one that the source finds in an earlier place wins, as the
/// environment before a `.env` file.
///
/// Not for libpq's variables other than `PGPASSWORD`, nor for variables whose value is a path.
///
/// # Errors
///
/// Both are set in the same place; one of them, or the file, cannot be read; `NAME_FILE` is empty, and `NAME` is unset.
pub(super) fn variable<'a>(source: &dyn Source, name: &'a str) -> Result<Option<Value<'a>>, UrlError> {
    let file = [name, "_FILE"].concat();
    let (text, path) = (get(source, name), get(source, &file));
    match (has_content(&text), has_content(&path)) {
        (true, true) if source.precedes(name, &file) => Ok(own_value(source, name, text?)),
        (true, true) if source.precedes(&file, name) => file_value(file, path?),
        (true, true) => {
            // What cannot be read comes first.
            let (_, _) = (text?, path?);
            let found = |name: &str| format!("{name} ({})", source.origin(name));
            let message = format!("both {} and {} are set", found(name), found(&file));
            Err(UrlError::from_kind(ProblemKind::SetTwice).with_message(message).in_variable(name.to_owned()))
        }
        (false, true) => file_value(file, path?),
        _ => match (text?, path?) {
            (None, path) => file_value(file, path),
            (text, _) => Ok(own_value(source, name, text)),
        },
    }
}

/// Returns the value of a variable that fills in what a URL leaves out; an empty one is unset. libpq's variables other than
/// `PGPASSWORD`, and the home directory, have no file.
///
/// # Errors
///
/// Like [`variable`].
pub(super) fn looked_up(source: &dyn Source, name: &str) -> Result<Option<String>, UrlError> {
    let is_libpqs = libpq::VARIABLES.iter().any(|variable| variable.name == name && name != "PGPASSWORD");
    if is_libpqs || ["HOME", "APPDATA"].contains(&name) {
        return Ok(get(source, name)?.filter(|value| !value.is_empty()));
    }
    match variable(source, name) {
        Ok(value) => Ok(value.map(|value| value.text).filter(|text| !text.is_empty())),
        Err(error) if error.kind() == ProblemKind::Empty => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the value of a variable itself: that of one whose value is a path.
pub(super) fn own<'a>(source: &dyn Source, name: &'a str) -> Result<Option<Value<'a>>, UrlError> {
    Ok(own_value(source, name, get(source, name)?))
}

fn has_content(value: &Result<Option<String>, UrlError>) -> bool {
    match value {
        Ok(value) => value.as_ref().is_some_and(|text| !text.is_empty()),
        Err(_) => true,
    }
}

fn own_value<'a>(source: &dyn Source, name: &'a str, text: Option<String>) -> Option<Value<'a>> {
    text.map(|text| Value { text, name: name.into(), origin: source.origin(name) })
}

fn file_value<'a>(name: String, path: Option<String>) -> Result<Option<Value<'a>>, UrlError> {
    let Some(path) = path else { return Ok(None) };
    match read_file(&path) {
        Ok(text) => Ok(Some(Value { text, name: name.into(), origin: Origin::File })),
        Err(error) => Err(error.in_variable(name)),
    }
}

/// The text of a secret's file, without the one newline that editors and `echo` append.
fn read_file(path: &str) -> Result<String, UrlError> {
    if path.is_empty() {
        return Err(UrlError::from_kind(ProblemKind::Empty).with_help("give it the path of a file, or unset it"));
    }
    if path.contains("://") || path.contains('\n') || path.contains('@') && path.contains(':') {
        let error = unreadable("it takes the path of a file, and this is no path".to_owned());
        return Err(error.with_help("put a URL into the variable without `_FILE`"));
    }
    // A value that is not a path may be the secret itself.
    let is_plausible = Path::new(path).is_absolute() || Path::new(path).exists();
    let file = if is_plausible { format!("the file {}", printable(path)) } else { "the file that it names".to_owned() };
    let mut text = file::read(Path::new(path)).map_err(|cause| {
        let error = unreadable(format!("{file} cannot be read: {cause}"));
        error.with_help("put the value into this file, or name another")
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

fn unreadable(message: String) -> UrlError {
    UrlError::from_kind(ProblemKind::Unreadable).with_message(message)
}
