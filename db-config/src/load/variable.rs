//! The value of an environment variable `NAME`, or of the file whose path is in `NAME_FILE`.

use std::borrow::Cow;
use std::path::Path;

use crate::error::{ProblemKind, UrlError};
use crate::libpq;
use crate::report::Origin;
use crate::source::{Source, file, get};
use db_config_syntax::printable::printable;
use db_config_syntax::query::{file_variable, without_file};

/// A value and its origin.
pub(super) struct Value<'a> {
    pub text: String,
    /// The variable that is set: `NAME` or `NAME_FILE`.
    pub name: Cow<'a, str>,
    pub origin: Origin,
}

/// Returns the value of a variable or of the file whose path is in `NAME_FILE`. Returns `None` if neither is set.
///
/// If only one of the two is empty, the other counts. If both are set, the one that takes precedence in the source
/// counts, for example the environment before a `.env` file.
///
/// Do not use it for libpq variables other than `PGPASSWORD` or for variables whose value is a path: they have no file.
///
/// # Errors
///
/// - both are set and neither takes precedence
/// - one of them or the file cannot be read
/// - `NAME_FILE` is empty and `NAME` is unset
pub(super) fn variable<'a>(source: &dyn Source, name: &'a str) -> Result<Option<Value<'a>>, UrlError> {
    let file = file_variable(name);
    let (text, path) = (get(source, name), get(source, &file));
    match (has_content(&text), has_content(&path)) {
        (true, true) if source.precedes(name, &file) => Ok(own_value(source, name, text?)),
        (true, true) if source.precedes(&file, name) => file_value(file, path?),
        (true, true) => {
            // An unreadable variable is reported first.
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

/// Returns the value of a variable that completes a URL. An empty value is unset. `PGPASSWORD` can have a file, the other
/// libpq variables and the home directory cannot.
///
/// # Errors
///
/// Returns the errors of [`variable`], except the one for an empty file name.
pub(super) fn looked_up(source: &dyn Source, name: &str) -> Result<Option<String>, UrlError> {
    let is_libpq = libpq::VARIABLES.iter().any(|variable| variable.name == name && name != "PGPASSWORD");
    if is_libpq || ["HOME", "APPDATA"].contains(&name) {
        return Ok(get(source, name)?.filter(|value| !value.is_empty()));
    }
    match variable(source, name) {
        Ok(value) => Ok(value.map(|value| value.text).filter(|text| !text.is_empty())),
        Err(error) if error.kind() == ProblemKind::Empty => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the value of a variable that has no `NAME_FILE`, because its value is a path.
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
    match read_file(&name, &path) {
        Ok(text) => Ok(Some(Value { text, name: name.into(), origin: Origin::File })),
        Err(error) => Err(error.in_variable(name)),
    }
}

/// Returns the content of the file whose path is in `variable`, without a newline at its end.
fn read_file(variable: &str, path: &str) -> Result<String, UrlError> {
    if path.is_empty() {
        return Err(UrlError::from_kind(ProblemKind::Empty).with_help("set it to the path of a file, or unset it"));
    }
    if path.contains("://") || path.contains('\n') || path.contains('@') && path.contains(':') {
        let help = format!("set {} to pass the value itself", without_file(variable).unwrap_or(variable));
        return Err(unreadable("expected a file path".to_owned()).with_help(help));
    }
    // A value that does not look like a path may be the secret itself.
    let is_path = Path::new(path).is_absolute() || Path::new(path).exists();
    let file = match is_path {
        true => format!("the file {}", printable(path)),
        false => format!("the file that {variable} points to"),
    };
    file::read_value(Path::new(path)).map_err(|cause| {
        let error = unreadable(format!("cannot read {file}: {cause}"));
        error.with_help(format!("create the file or make it readable, or set {variable} to another path"))
    })
}

fn unreadable(message: String) -> UrlError {
    UrlError::from_kind(ProblemKind::Unreadable).with_message(message)
}
