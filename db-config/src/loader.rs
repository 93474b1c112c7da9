//! From a source to settings: finding a variable, reading it, and gathering every problem.

use std::fmt::Display;
use std::str::FromStr;

use crate::error::{ConfigError, Problem, UrlError};
use crate::problem::ProblemKind;
use crate::syntax::{self, Span};
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, Setting, Source, libpq_env, redact};

/// Reads the fields of one configuration, and keeps every problem for the report.
pub struct Loader<'a, S> {
    config: &'static str,
    source: &'a S,
    problems: Vec<Problem>,
}

/// A value with the name of the variable that it came from.
struct Found {
    variable: String,
    text: String,
    is_default: bool,
}

impl<'a, S: Source> Loader<'a, S> {
    /// `config` is the name of the struct, for the report.
    pub fn new(config: &'static str, source: &'a S) -> Self {
        Self { config, source, problems: Vec::new() }
    }

    /// A field that must be there; `None` once its problem is noted.
    pub fn required<T: FromDatabaseUrl>(&mut self, setting: &'static Setting) -> Option<T> {
        let settings = self.optional(setting);
        self.present(setting, settings)
    }

    /// A field that may be unset; `None` once its problem is noted.
    pub fn optional<T: FromDatabaseUrl>(&mut self, setting: &'static Setting) -> Option<Option<T>> {
        self.load(setting, |loader, text| {
            let url = loader.read(setting, T::SCHEMES, text)?;
            T::from_database_url(&url).map_err(|error| error.or_at(|| url.excerpt(Span { start: 0, end: 0 })))
        })
    }

    /// A plain variable that must be there; `None` once its problem is noted.
    pub fn required_from_str<T: FromStr<Err: Display>>(&mut self, setting: &'static Setting) -> Option<T> {
        let value = self.optional_from_str(setting);
        self.present(setting, value)
    }

    /// A plain variable that may be unset; `None` once its problem is noted.
    pub fn optional_from_str<T: FromStr<Err: Display>>(&mut self, setting: &'static Setting) -> Option<Option<T>> {
        self.load(setting, |_, text| text.parse().map_err(|error: T::Err| not_parsed::<T>(text, &error)))
    }

    fn load<T>(
        &mut self,
        setting: &'static Setting,
        read: impl FnOnce(&Self, &str) -> Result<T, UrlError>,
    ) -> Option<Option<T>> {
        let error = match self.find(setting) {
            Ok(None) => return Some(None),
            Ok(Some(Found { variable, text, is_default })) => match read(self, &text) {
                Ok(value) => return Some(Some(value)),
                Err(error) if is_default => {
                    let message = format!("not set, and the default does not serve: {}", error.message());
                    error.with_message(message).in_variable(variable)
                }
                Err(error) => error.in_variable(variable),
            },
            Err(error) => error,
        };
        self.note(setting, error);
        None
    }

    fn present<T>(&mut self, setting: &Setting, value: Option<Option<T>>) -> Option<T> {
        let value = value?;
        if value.is_none() {
            self.note(setting, not_set(setting.variables));
        }
        value
    }

    /// The report.
    pub fn into_error(self) -> ConfigError {
        ConfigError::new(self.config, self.problems)
    }

    fn note(&mut self, setting: &Setting, error: UrlError) {
        self.problems.push(Problem::new(setting.field, error.in_variable(setting.variables[0])));
    }

    /// The first of the field's variables that is set, its file, the default, or libpq's variables.
    fn find(&self, setting: &Setting) -> Result<Option<Found>, UrlError> {
        for variable in setting.variables {
            let file = format!("{variable}_FILE");
            let value = self.get(variable)?;
            match (value, self.get(&file)?) {
                (Some(_), Some(_)) => {
                    let error = UrlError::of(ProblemKind::BothSet)
                        .with_message(format!("set, and {file} too"))
                        .with_remedy("unset one of the two");
                    return Err(error.in_variable(*variable));
                }
                (Some(text), None) => {
                    return Ok(Some(Found { variable: (*variable).to_owned(), text, is_default: false }));
                }
                (None, Some(path)) => {
                    let text = read_file(&path).map_err(|error| error.in_variable(file.clone()))?;
                    return Ok(Some(Found { variable: file, text, is_default: false }));
                }
                (None, None) => {}
            }
        }
        let variable = setting.variables[0].to_owned();
        let may_be_libpqs = setting.libpq_env && Backend::Postgres.is_among(setting.schemes);
        if may_be_libpqs && libpq_env::is_set(self.source)? {
            let postgres = setting
                .default
                .filter(|default| syntax::parts(default).is_ok_and(|parts| parts.backend == Backend::Postgres));
            let text = postgres.unwrap_or("postgres://").to_owned();
            return Ok(Some(Found { variable, text, is_default: false }));
        }
        Ok(setting.default.map(|default| Found { variable, text: default.to_owned(), is_default: true }))
    }

    fn get(&self, variable: &str) -> Result<Option<String>, UrlError> {
        self.source.get(variable).map_err(|error| unreadable(error.to_string()).in_variable(variable.to_owned()))
    }

    /// The URL with its surroundings, of a scheme that the field accepts.
    fn read(&self, setting: &Setting, of_type: &[&str], text: &str) -> Result<DatabaseUrl, UrlError> {
        let mut url: DatabaseUrl = text.parse()?;
        if !url.backend().is_among(setting.schemes) {
            return Err(url.unexpected_scheme(setting.schemes, of_type));
        }
        let fly = self.source.get("FLY_APP_NAME").map_err(|error| unreadable(format!("FLY_APP_NAME: {error}")))?;
        url.surroundings.tls.attribute = setting.tls;
        url.surroundings.tls.on_fly = fly.is_some_and(|name| !name.is_empty());
        if setting.libpq_env && url.backend() == Backend::Postgres {
            libpq_env::fill(&mut url, self.source)?;
        }
        Ok(url)
    }
}

/// The text of a secret's file, without the one newline that editors and `echo` leave at its end.
fn read_file(path: &str) -> Result<String, UrlError> {
    if path.is_empty() {
        return Err(UrlError::of(ProblemKind::Empty).with_remedy("give it the path of a file, or unset it"));
    }
    if path.contains("://") || path.contains('\n') || path.contains('@') && path.contains(':') {
        let error = unreadable("it takes the path of a file, and this is no path".to_owned());
        return Err(error.with_remedy("put a URL into the variable without `_FILE`"));
    }
    let mut text = std::fs::read_to_string(path).map_err(|error| {
        unreadable(match error.kind() {
            std::io::ErrorKind::InvalidData => format!("the file {path} is not UTF-8"),
            _ => format!("the file {path} cannot be read: {error}"),
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

fn unreadable(message: String) -> UrlError {
    UrlError::of(ProblemKind::Unreadable).with_message(message)
}

/// The reader's own words, without the value: it may be a secret.
fn not_parsed<T>(text: &str, error: &impl Display) -> UrlError {
    let ty = std::any::type_name::<T>();
    let error = error.to_string();
    let message = match redact::without_secrets(&error, std::iter::once(text)) {
        Some(error) => format!("not a `{ty}`: {error}"),
        None => format!("not a `{ty}`"),
    };
    UrlError::of(ProblemKind::Value).with_message(message).with_remedy("write a value of this type")
}

fn not_set(variables: &[&str]) -> UrlError {
    let first = variables[0];
    let others: String = variables[1..].iter().map(|variable| format!(", nor is {variable}")).collect();
    UrlError::of(ProblemKind::NotSet)
        .with_message(format!("not set{others}"))
        .with_remedy(format!("set it in the environment, in {first}_FILE, or with `fly secrets set {first}=...`"))
}
