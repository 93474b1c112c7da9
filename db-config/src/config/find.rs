//! The text of a setting: its variables, their files, its default, libpq's variables.

use std::borrow::Cow;
use std::path::Path;

use super::source::get;
use super::{Origin, Setting, Source, libpq_env};
use crate::Backend;
use crate::error::{ProblemKind, UrlError};
use crate::text::{self, Text};
use crate::url::Variables;
use crate::url::redact::printable;
use crate::url::syntax;

/// A text, and where it comes from.
pub(super) struct Found {
    /// What holds the text: the variable, the one that names its file, or the first that could have been set.
    pub variable: Cow<'static, str>,
    /// That variable, or the one without `_FILE`.
    pub setting_variable: &'static str,
    pub text: Text,
    pub origin: Origin,
    /// The libpq variables that override parts of a default, under `libpq_env`.
    overrides: Vec<&'static str>,
}

impl Found {
    pub(super) fn is_default(&self) -> bool {
        self.origin == Origin::Default
    }

    /// The libpq variables that override parts of a default, for a message.
    pub(super) fn overrides(&self) -> String {
        match &self.overrides[..] {
            [] => String::new(),
            names => format!(", combined with {},", names.join(", ")),
        }
    }
}

/// The first of the field's variables that is set, its file, the default, or libpq's variables.
pub(super) fn find(source: &dyn Source, setting: &'static Setting) -> Result<Option<Found>, UrlError> {
    for &setting_variable in setting.variables {
        let Some((variable, text, origin)) = text_of(source, setting_variable)? else { continue };
        if !(setting.empty_as_none && text.is_empty()) {
            return Ok(Some(Found { variable, setting_variable, text, origin, overrides: Vec::new() }));
        }
    }
    let setting_variable = setting.variables[0];
    let may_be_libpqs = setting.libpq_env && setting.backends.contains(Backend::Postgres);
    let lookup = |name: &str| get(source, name);
    let variables = Variables::new(&lookup);
    let is_postgres = |default: &str| syntax::parts(default).is_ok_and(|parts| parts.backend == Backend::Postgres);
    let is_postgres = setting.default.is_some_and(is_postgres);
    let (text, origin) = if may_be_libpqs && !is_postgres && libpq_env::names_a_server(variables)? {
        ("postgres://", Origin::Libpq)
    } else if let Some(default) = setting.default {
        (default, Origin::Default)
    } else {
        return Ok(None);
    };
    let overrides = if may_be_libpqs && is_postgres { libpq_env::names(variables)? } else { Vec::new() };
    let text = text.to_owned().into();
    Ok(Some(Found { variable: setting_variable.into(), setting_variable, text, origin, overrides }))
}

/// The text of a variable or of the file that it names, with the name and the kind of what holds it.
#[allow(clippy::type_complexity, reason = "it is taken apart at once")]
fn text_of(source: &dyn Source, variable: &'static str) -> Result<Option<(Cow<'static, str>, Text, Origin)>, UrlError> {
    let file = [variable, "_FILE"].concat();
    match (get(source, variable)?, get(source, &file)?) {
        (Some(_), Some(_)) => {
            let error = UrlError::of(ProblemKind::BothSet)
                .with_message(format!("set, and {file} too"))
                .with_remedy("unset one of the two");
            Err(error.in_variable(variable))
        }
        (Some(text), None) => Ok(Some((variable.into(), text, source.origin(variable)))),
        (None, Some(path)) => match read_file(&path) {
            Ok(text) => Ok(Some((file.into(), text, Origin::File))),
            Err(error) => Err(error.in_variable(file)),
        },
        (None, None) => Ok(None),
    }
}

/// The text of a secret's file, without the one newline that editors and `echo` append.
fn read_file(path: &str) -> Result<Text, UrlError> {
    if path.is_empty() {
        return Err(UrlError::of(ProblemKind::Empty).with_remedy("give it the path of a file, or unset it"));
    }
    if path.contains("://") || path.contains('\n') || path.contains('@') && path.contains(':') {
        let error = unreadable("it takes the path of a file, and this is no path".to_owned());
        return Err(error.with_remedy("put a URL into the variable without `_FILE`"));
    }
    // A value that is not a path may be the secret itself.
    let is_plausible = Path::new(path).is_absolute() || Path::new(path).exists();
    let file = if is_plausible { format!("the file {}", printable(path)) } else { "the file that it names".to_owned() };
    let mut text = read_to_string(path).map_err(|error| {
        unreadable(match error.kind() {
            std::io::ErrorKind::InvalidData => format!("{file} is not UTF-8"),
            _ => format!("{file} cannot be read: {error}"),
        })
        .with_remedy("put the value into this file, or name another")
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

fn read_to_string(path: &str) -> std::io::Result<Text> {
    text::from_utf8(std::fs::read(path)?).ok_or_else(|| std::io::ErrorKind::InvalidData.into())
}

fn unreadable(message: String) -> UrlError {
    UrlError::of(ProblemKind::Unreadable).with_message(message)
}
