//! Finds the value of a field: in its variables, their files, its default value, or the libpq variables.

use std::borrow::Cow;

use super::parts::SetParts;
use super::variable::{Value, looked_up, own, variable};
use super::{Field, libpq_env};
use crate::error::UrlError;
use crate::report::{Origin, WarningKind};
use crate::source::Source;
use crate::system::IS_WINDOWS;
use crate::tls::TlsMode;
use crate::url::{Completed, DatabaseUrl, ReadContext, Variables, is_object};
use db_config_syntax::tls::{Statement, Statements, TlsKey};
use db_config_syntax::{Backend, Part};

/// A value that is not parsed yet, and its origin.
pub(super) struct RawValue<'a> {
    /// The variable that the value comes from, which may end in `_FILE`. For a default value, the field's first
    /// variable.
    pub variable: Cow<'a, str>,
    /// The variable without `_FILE`.
    pub base_variable: &'a str,
    pub text: String,
    pub origin: Origin,
    /// The variables that override parts of a default value.
    overrides: Vec<String>,
    /// The parts whose values the text contains, with their variables, without `variable`.
    pub part_variables: Vec<(Part, String)>,
    /// No one has written the scheme of the text.
    pub has_implied_scheme: bool,
    /// The scheme of the URL of a Redis server if a JSON object has none.
    pub implied_scheme: Option<&'static str>,
    pub warnings: Vec<WarningKind>,
}

impl<'a> RawValue<'a> {
    fn new(
        variable: Cow<'a, str>,
        base_variable: &'a str,
        origin: Origin,
        Completed { text, parts: part_variables, has_implied_scheme }: Completed,
        parts: SetParts<'_>,
    ) -> Self {
        Self {
            variable,
            base_variable,
            text,
            origin,
            overrides: Vec::new(),
            part_variables,
            has_implied_scheme,
            implied_scheme: parts.parts.implied_scheme,
            warnings: parts.warnings,
        }
    }

    pub(super) fn is_default(&self) -> bool {
        self.origin == Origin::Default
    }

    /// Returns the variable that the value comes from, or the default in its place.
    pub(super) fn source(&self, field: &Field) -> String {
        let is_or_are = if field.variables.len() == 1 { "is" } else { "are" };
        match self.origin {
            Origin::Default => format!("the default ({} {is_or_are} not set)", field.variables.join(" and ")),
            Origin::Libpq => "libpq's variables".to_owned(),
            Origin::Parts => {
                let others = self.part_variables.iter().map(|(_, name)| format!(" + {name}"));
                [self.variable.to_string()].into_iter().chain(others).collect()
            }
            _ => self.variable.to_string(),
        }
    }

    /// Returns the message that the default value is invalid. `cause` is the reason.
    pub(super) fn invalid_default(&self, cause: &str) -> String {
        let overrides = match &self.overrides[..] {
            [] => String::new(),
            [name] => format!("; {name} overrides part of it"),
            names => format!("; {} override parts of it", names.join(", ")),
        };
        format!("invalid default (used because {} is not set{overrides}): {cause}", self.base_variable)
    }
}

/// Finds the value of a field: the first variable that is set or has a file, then the parts, then the libpq variables,
/// then the default. A variable whose value is a path has no file.
pub(super) fn find<'a>(source: &dyn Source, field: &'a Field, is_path: bool) -> Result<Option<RawValue<'a>>, UrlError> {
    let spec = field.spec;
    let mut empty = None;
    for base_variable in &field.variables {
        let value = match is_path {
            true => own(source, base_variable)?,
            false => variable(source, base_variable)?,
        };
        let Some(Value { text, name, origin }) = value else { continue };
        if text.is_empty() && (spec.empty_as_none || has_parts(source, field)?) {
            continue;
        }
        let is_empty = text.is_empty() && spec.is_url() && !spec.is_list;
        let mut parts = SetParts::read(source, field, base_variable)?;
        let may_be_redis = field.backends().contains(Backend::Redis) && is_object(&text);
        let is_redis = |url: DatabaseUrl| url.backend() == Backend::Redis && url.has_implied_scheme;
        if may_be_redis && read(text.clone(), field).is_ok_and(is_redis) {
            parts.parts.implied_scheme = scheme_of_default(source, field, base_variable)?;
        }
        let completed = parts.parts.complete(text, false)?;
        let value = RawValue::new(name, base_variable, origin, completed, parts);
        if !is_empty {
            return Ok(Some(value));
        }
        // A later variable can have the URL.
        empty = empty.or(Some(value));
    }
    if empty.is_some() {
        return Ok(empty);
    }
    let base_variable = field.first_variable();
    let mut parts = SetParts::read(source, field, base_variable)?;
    if parts.parts.imply_redis() {
        parts.parts.implied_scheme = scheme_of_default(source, field, base_variable)?;
    }
    if let Some(mut completed) = parts.parts.to_url()? {
        let variable = completed.parts.remove(0).1.into();
        return Ok(Some(RawValue::new(variable, base_variable, Origin::Parts, completed, parts)));
    }
    let uses_libpq = spec.libpq_env && spec.backends.contains(Backend::Postgres);
    let lookup = |name: &str| looked_up(source, name);
    let variables = Variables::new(&lookup);
    let default = default(field);
    let is_postgres = default.as_ref().is_some_and(|default| backend(default, field) == Some(Backend::Postgres));
    let (text, origin) = if uses_libpq && !is_postgres && libpq_env::names_a_server(variables)? {
        ("postgres://".to_owned(), Origin::Libpq)
    } else if let Some(default) = default {
        (default, Origin::Default)
    } else {
        return parts.parts.without_host().map_or(Ok(None), Err);
    };
    let mut overrides = if uses_libpq && is_postgres { libpq_env::names(variables)? } else { Vec::new() };
    let completed = parts.parts.complete(text, true)?;
    overrides.extend(completed.parts.iter().map(|(_, name)| name.clone()));
    Ok(Some(RawValue { overrides, ..RawValue::new(base_variable.into(), base_variable, origin, completed, parts) }))
}

/// Returns the default value.
fn default(field: &Field) -> Option<String> {
    field.spec.default.map(str::to_owned).or_else(|| Some(field.spec.default_with?()))
}

/// Returns the scheme of a Redis default with TLS, which holds for the host that replaces the default's. A variable can turn
/// TLS or its verification off.
fn scheme_of_default(source: &dyn Source, field: &Field, variable: &str) -> Result<Option<&'static str>, UrlError> {
    for name in field.tls_variables(variable).iter().filter(|name| !Part::is_require_ssl(name)) {
        let Some(value) = looked_up(source, name)? else { continue };
        let statement = Statement { key: TlsKey::Variable, name, value: &value };
        let turns_off = |statements: Statements<'_>| {
            statements.ceiling.is_some() || statements.word.is_some_and(|word| word.mode == TlsMode::Off)
        };
        if Statements::gather([statement], true).is_ok_and(turns_off) {
            return Ok(None);
        }
    }
    let Some(default) = default(field) else { return Ok(None) };
    let of_default = |error: UrlError| {
        let message = format!("the default, whose TLS the parts keep: {}", error.message());
        error.without_excerpt().with_message(message)
    };
    let url = read(default, field).map_err(of_default)?;
    Ok((url.backend() == Backend::Redis && url.tls().mode() > TlsMode::Prefer).then_some("rediss"))
}

/// Returns the database of a URL, also of one that has mistakes.
pub(super) fn backend(text: &str, field: &Field) -> Option<Backend> {
    if is_object(text) {
        return read(text.to_owned(), field).ok().map(|url| url.backend());
    }
    db_config_syntax::parts(text, IS_WINDOWS).ok().map(|parts| parts.backend)
}

/// Reads a URL that variables may complete.
fn read(text: String, field: &Field) -> Result<DatabaseUrl, UrlError> {
    let context = ReadContext { accepted: Some(field.backends()), is_partial: true, ..ReadContext::default() };
    DatabaseUrl::read(text, &context)
}

/// Returns whether the parts name a server or a file.
fn has_parts(source: &dyn Source, field: &Field) -> Result<bool, UrlError> {
    Ok(SetParts::read(source, field, field.first_variable())?.parts.to_url()?.is_some())
}
