//! The text of a setting: its variables, their files, its default, libpq's variables.

use std::borrow::Cow;

use super::variable::{Value, own, variable};
use super::{Origin, Setting, Source, libpq_env};
use crate::Backend;
use crate::error::UrlError;
use crate::libpq::Variable;
use crate::text::Text;
use crate::url::syntax;

/// A text, and where it comes from.
pub(super) struct Found {
    /// What holds the text: the variable, the one that names its file, or the first that could have been set.
    pub variable: Cow<'static, str>,
    /// That variable, or the one without `_FILE`.
    pub setting_variable: &'static str,
    pub text: Text,
    pub origin: Origin,
    /// libpq's, under `libpq_env`.
    pub libpq: Vec<(&'static Variable, Text)>,
}

impl Found {
    pub(super) fn is_default(&self) -> bool {
        self.origin == Origin::Default
    }

    /// The libpq variables that override parts of a default.
    pub(super) fn overrides(&self) -> String {
        let names: Vec<&str> = self.libpq.iter().map(|(variable, _)| variable.name).collect();
        if names.is_empty() { String::new() } else { format!(", combined with {},", names.join(", ")) }
    }
}

/// The first of the field's variables that is set, its file, the default, or libpq's variables.
pub(super) fn find(source: &dyn Source, setting: &'static Setting) -> Result<Option<Found>, UrlError> {
    let libpq = || if setting.libpq_env { libpq_env::variables(source) } else { Ok(Vec::new()) };
    for &setting_variable in setting.variables {
        let value = match setting.is_path {
            true => own(source, setting_variable)?,
            false => variable(source, setting_variable)?,
        };
        let Some(Value { text, name, origin }) = value else { continue };
        if !(setting.empty_as_none && text.is_empty()) {
            return Ok(Some(Found { variable: name, setting_variable, text, origin, libpq: libpq()? }));
        }
    }
    let setting_variable = setting.variables[0];
    let may_be_libpqs = setting.libpq_env && setting.backends.contains(Backend::Postgres);
    if setting.default.is_none() && !may_be_libpqs {
        return Ok(None);
    }
    let libpq = libpq()?;
    let is_postgres = |default: &str| syntax::parts(default).is_ok_and(|parts| parts.backend == Backend::Postgres);
    let (text, origin) =
        if may_be_libpqs && !setting.default.is_some_and(is_postgres) && libpq_env::names_a_server(&libpq) {
            ("postgres://", Origin::Libpq)
        } else if let Some(default) = setting.default {
            (default, Origin::Default)
        } else {
            return Ok(None);
        };
    Ok(Some(Found { variable: setting_variable.into(), setting_variable, text: text.to_owned().into(), origin, libpq }))
}
