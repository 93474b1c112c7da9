//! The `parts` attribute: variables that set one part of the URL each, such as `DB_HOST` and `DB_PASSWORD`.
//!
//! - If no URL is set, a host (for SQLite the file) and the other parts become one.
//! - Next to a URL that is set, a part fills in what the URL leaves out.
//! - Without a host, the parts override those of a default URL.
//!
//! The user name, the password and the TLS mode need no code here, except in a URL that consists of parts: the reader of
//! the URL looks up their variables.

use super::Field;
use super::variable::looked_up;
use crate::error::UrlError;
use crate::report::WarningKind;
use crate::source::Source;
use crate::url::{NamedPart, NamedParts, agreed, check_part};
use db_config_syntax::query::{TLS_ENDING, derived_variable};
use db_config_syntax::{Backends, Part};

/// The attribute `parts`.
#[derive(Clone, Copy)]
pub struct PartNames {
    /// The prefix of the variables. `None` stands for the URL's variable without `_URL`.
    pub prefix: Option<&'static str>,
    /// The parts whose variables have names of their own.
    pub own: &'static [(Part, &'static str)],
}

impl Field {
    /// Returns the names of the variables that set this part, together with the variable of the URL.
    pub(super) fn part_variables(&self, part: Part, url_variable: &str) -> Vec<String> {
        let Some(names) = self.spec.parts else { return Vec::new() };
        let own = names.own.iter().find(|(of, _)| *of == part).map(|(_, own)| [&self.prefix, *own].concat());
        let prefix = names.prefix.map(|prefix| [&self.prefix, prefix].concat());
        part.variables(own, prefix.as_deref(), url_variable)
    }

    /// Returns the variables of the TLS mode.
    pub(super) fn tls_variables(&self, url_variable: &str) -> Vec<String> {
        let mut variables = vec![derived_variable(url_variable, TLS_ENDING)];
        for variable in self.part_variables(Part::Tls, url_variable) {
            if !variables.contains(&variable) {
                variables.push(variable);
            }
        }
        variables
    }

    /// Returns the part that makes a URL without one: the host, or the path of a field that accepts only SQLite.
    fn place(&self) -> Part {
        if self.backends() == Backends::SQLITE { Part::Name } else { Part::Host }
    }
}

/// The parts of one field that are set.
pub(super) struct SetParts<'a> {
    pub parts: NamedParts<'a>,
    pub warnings: Vec<WarningKind>,
}

impl<'a> SetParts<'a> {
    /// Looks up the variables of the parts. Without the attribute `parts`, none is set.
    pub fn read(source: &dyn Source, field: &'a Field, url_variable: &'a str) -> Result<Self, UrlError> {
        let usual_name = move |part| field.part_variables(part, url_variable).swap_remove(0);
        let (accepted, usual_name) = (field.backends(), Box::new(usual_name));
        let parts = NamedParts { set: Vec::new(), accepted, usual_name, url_name: url_variable, implied_scheme: None };
        let mut set = Self { parts, warnings: Vec::new() };
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Tls) {
            let mut variables = Vec::new();
            for variable in field.part_variables(part, url_variable) {
                let Some(value) = looked_up(source, &variable)? else { continue };
                if part == Part::Port && ["tcp://", "udp://"].iter().any(|scheme| value.starts_with(scheme)) {
                    set.warnings.push(WarningKind::IgnoredVariable {
                        variable,
                        help: "Kubernetes sets it for the service of this name; set `enableServiceLinks: false`",
                    });
                    continue;
                }
                variables.push((variable, NamedPart::literal(part, value)));
            }
            let are_same = |value: &str, other: &str| NamedPart::are_same(part, value, other);
            let set_part = agreed(variables.into_iter().map(Ok), are_same, |value| check_part(part, value))?;
            set.parts.set.extend(set_part.map(|(name, value)| NamedPart { part, name, value }));
        }
        Ok(set)
    }
}

/// Returns the variable that a missing field with parts needs instead of the URL.
pub(super) fn instead_of_url(field: &Field) -> Option<String> {
    field.part_variables(field.place(), field.first_variable()).into_iter().next()
}
