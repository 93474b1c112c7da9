//! The text of a field: its variables, their files, its default, libpq's variables.

use std::borrow::Cow;

use super::variable::{Value, looked_up, own, variable};
use super::{Field, libpq_env};
use crate::error::UrlError;
use crate::report::Origin;
use crate::source::Source;
use crate::system::IS_WINDOWS;
use crate::url::Variables;
use db_config_syntax::Backend;

/// A text, and where it comes from.
pub(super) struct RawValue<'a> {
    /// What holds the text: the variable, the one that names its file, or the first that could have been set.
    pub variable: Cow<'a, str>,
    /// That variable, or the one without `_FILE`.
    pub base_variable: &'a str,
    pub text: String,
    pub origin: Origin,
    /// The libpq variables that override parts of a default, under `libpq_env`.
    overrides: Vec<&'static str>,
}

impl RawValue<'_> {
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

/// Returns the first of the field's variables that is set, its file, the default, or libpq's variables. A variable whose
/// value is a path has no file.
pub(super) fn find<'a>(source: &dyn Source, field: &'a Field, is_path: bool) -> Result<Option<RawValue<'a>>, UrlError> {
    let spec = field.spec;
    for base_variable in &field.variables {
        let value = match is_path {
            true => own(source, base_variable)?,
            false => variable(source, base_variable)?,
        };
        let Some(Value { text, name, origin }) = value else { continue };
        if !(spec.empty_as_none && text.is_empty()) {
            return Ok(Some(RawValue { variable: name, base_variable, text, origin, overrides: Vec::new() }));
        }
    }
    let base_variable = field.first_variable();
    let may_be_libpqs = spec.libpq_env && spec.backends.contains(Backend::Postgres);
    let lookup = |name: &str| looked_up(source, name);
    let variables = Variables::new(&lookup);
    let is_postgres = |default: &str| {
        db_config_syntax::parts(default, IS_WINDOWS).is_ok_and(|parts| parts.backend == Backend::Postgres)
    };
    let is_postgres = spec.default.is_some_and(is_postgres);
    let (text, origin) = if may_be_libpqs && !is_postgres && libpq_env::names_a_server(variables)? {
        ("postgres://", Origin::Libpq)
    } else if let Some(default) = spec.default {
        (default, Origin::Default)
    } else {
        return Ok(None);
    };
    let overrides = if may_be_libpqs && is_postgres { libpq_env::names(variables)? } else { Vec::new() };
    Ok(Some(RawValue { variable: base_variable.into(), base_variable, text: text.to_owned(), origin, overrides }))
}
