//! From a source to settings: finding a variable, reading it, and gathering every problem.

use std::borrow::Cow;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;

use super::source::get;
use super::{Loaded, Notice, Setting, Source, libpq_env};
use crate::error::{ConfigError, Problem, ProblemKind, UrlError};
use crate::libpq::Variable;
use crate::url::{Surroundings, next_memory, redact, syntax};
use crate::{Backend, Backends, DatabaseUrl, FromDatabaseUrl, UrlPart};

/// Reads the fields of one configuration, and collects every problem for the report.
pub struct Loader<'a, S: ?Sized> {
    config: &'static str,
    source: &'a S,
    problems: Vec<Problem>,
    notices: Vec<Notice>,
    /// The in-memory databases by variable: all fields that read the same variable share one.
    memories: Vec<(String, u64)>,
}

/// A value with the name of the variable that it came from.
struct Found {
    variable: Cow<'static, str>,
    text: String,
    is_default: bool,
    /// libpq's, under `libpq_env`.
    libpq: Vec<(&'static Variable, String)>,
}

impl<'a, S: Source + ?Sized> Loader<'a, S> {
    /// `config` is the name of the struct, for the report.
    pub fn new(config: &'static str, source: &'a S) -> Self {
        Self { config, source, problems: Vec::new(), notices: Vec::new(), memories: Vec::new() }
    }

    /// A required field; `None` once its problem is recorded.
    pub fn required<T: FromDatabaseUrl>(&mut self, setting: &'static Setting) -> Option<T> {
        let settings = self.optional(setting);
        self.present(setting, settings)
    }

    /// An optional field; `None` once its problem is recorded.
    pub fn optional<T: FromDatabaseUrl>(&mut self, setting: &'static Setting) -> Option<Option<T>> {
        self.load(setting, |loader, found| {
            let url = loader.read(setting, T::BACKENDS, found)?;
            let whole = |error: UrlError| error.or_at(|| url.excerpt(UrlPart::Query).unmarked());
            let settings = T::from_database_url(&url).map_err(whole)?;
            let notices = url.notices(T::carried(&url)).into_iter();
            loader.notices.extend(notices.map(|kind| Notice::new(setting, &found.variable, kind)));
            Ok(settings)
        })
    }

    /// A required plain variable; `None` once its problem is recorded.
    pub fn required_from_str<T: FromStr<Err: Display>>(&mut self, setting: &'static Setting) -> Option<T> {
        let value = self.optional_from_str(setting);
        self.present(setting, value)
    }

    /// An optional plain variable; `None` once its problem is recorded.
    pub fn optional_from_str<T: FromStr<Err: Display>>(&mut self, setting: &'static Setting) -> Option<Option<T>> {
        self.load(setting, |_, found| found.text.parse().map_err(|error: T::Err| not_parsed::<T>(&found.text, &error)))
    }

    fn load<T>(
        &mut self,
        setting: &'static Setting,
        read: impl FnOnce(&mut Self, &mut Found) -> Result<T, UrlError>,
    ) -> Option<Option<T>> {
        let error = match self.find(setting) {
            Ok(None) => return Some(None),
            Ok(Some(mut found)) => match read(self, &mut found) {
                Ok(value) => return Some(Some(value)),
                Err(error) if found.is_default && error.variable().is_none() => {
                    let message =
                        format!("not set, and the default{} is invalid: {}", found.overrides(), error.message());
                    error.with_message(message).in_variable(found.variable)
                }
                Err(error) => error.in_variable(found.variable),
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

    /// The configuration, with its notices.
    pub fn finish<C>(self, config: C) -> Loaded<C> {
        Loaded { config, notices: self.notices }
    }

    /// The report.
    pub fn into_error(self) -> ConfigError {
        ConfigError::new(self.config, self.problems)
    }

    fn note(&mut self, setting: &Setting, error: UrlError) {
        self.problems.push(Problem::new(setting.field, error.in_variable(setting.variables[0])));
    }

    /// The first of the field's variables that is set, its file, the default, or libpq's variables.
    fn find(&self, setting: &'static Setting) -> Result<Option<Found>, UrlError> {
        let libpq = || if setting.libpq_env { libpq_env::variables(self.source) } else { Ok(Vec::new()) };
        for variable in setting.variables {
            let file = [variable, "_FILE"].concat();
            let value = get(self.source, variable)?;
            match (value, get(self.source, &file)?) {
                (Some(_), Some(_)) => {
                    let error = UrlError::of(ProblemKind::BothSet)
                        .with_message(format!("set, and {file} too"))
                        .with_remedy("unset one of the two");
                    return Err(error.in_variable(*variable));
                }
                (Some(text), None) => {
                    return Ok(Some(Found { variable: (*variable).into(), text, is_default: false, libpq: libpq()? }));
                }
                (None, Some(path)) => {
                    let text = read_file(&path).map_err(|error| error.in_variable(file.clone()))?;
                    return Ok(Some(Found { variable: file.into(), text, is_default: false, libpq: libpq()? }));
                }
                (None, None) => {}
            }
        }
        let variable = setting.variables[0].into();
        let may_be_libpqs = setting.libpq_env && setting.backends.contains(Backend::Postgres);
        if setting.default.is_none() && !may_be_libpqs {
            return Ok(None);
        }
        let libpq = libpq()?;
        let is_postgres = |default: &str| syntax::parts(default).is_ok_and(|parts| parts.backend == Backend::Postgres);
        if may_be_libpqs && !setting.default.is_some_and(is_postgres) && libpq_env::names_a_server(&libpq) {
            return Ok(Some(Found { variable, text: "postgres://".to_owned(), is_default: false, libpq }));
        }
        Ok(setting.default.map(|default| Found { variable, text: default.to_owned(), is_default: true, libpq }))
    }

    /// The URL in its surroundings, if the field accepts its backend.
    fn read(&mut self, setting: &Setting, of_type: Backends, found: &mut Found) -> Result<DatabaseUrl, UrlError> {
        let fly = get(self.source, "FLY_APP_NAME")?;
        let surroundings = Surroundings {
            tls: setting.tls,
            pathname: setting.pathname,
            on_fly: fly.is_some_and(|name| !name.is_empty()),
            variables: &found.libpq,
            variables_first: found.is_default,
            accepted: Some(setting.backends),
            memory: setting.backends.contains(Backend::Sqlite).then(|| self.memory(&found.variable)),
        };
        let url = DatabaseUrl::read(std::mem::take(&mut found.text), &surroundings)?;
        match setting.backends.contains(url.backend()) {
            true => Ok(url),
            false => Err(url.unexpected_scheme(setting.backends, of_type)),
        }
    }

    fn memory(&mut self, variable: &str) -> u64 {
        if let Some((_, number)) = self.memories.iter().find(|(name, _)| name == variable) {
            return *number;
        }
        let number = next_memory();
        self.memories.push((variable.to_owned(), number));
        number
    }
}

impl Found {
    /// The libpq variables that override parts of a default.
    fn overrides(&self) -> String {
        let names: Vec<&str> = self.libpq.iter().map(|(variable, _)| variable.name).collect();
        if names.is_empty() { String::new() } else { format!(" with {}", names.join(", ")) }
    }
}

/// The text of a secret's file, without the one newline that editors and `echo` append.
fn read_file(path: &str) -> Result<String, UrlError> {
    if path.is_empty() {
        return Err(UrlError::of(ProblemKind::Empty).with_remedy("give it the path of a file, or unset it"));
    }
    if path.contains("://") || path.contains('\n') || path.contains('@') && path.contains(':') {
        let error = unreadable("it takes the path of a file, and this is no path".to_owned());
        return Err(error.with_remedy("put a URL into the variable without `_FILE`"));
    }
    // A value that is not a path may be the secret itself.
    let is_plausible = Path::new(path).is_absolute() || Path::new(path).exists();
    let file = if is_plausible { format!("the file {path}") } else { "the file that it names".to_owned() };
    let mut text = std::fs::read_to_string(path).map_err(|error| {
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

fn unreadable(message: String) -> UrlError {
    UrlError::of(ProblemKind::Unreadable).with_message(message)
}

/// The parser's own message, without the value, which may be a secret.
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
