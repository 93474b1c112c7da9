//! The query parameters of a URL: each is known, has a value of its type, and is given once.

use crate::backend::Backend;
use crate::fault::Fault;
use crate::parts::{Parts, pairs};
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{self, Component, Key, Repeat, Row, ValueType};
use crate::separators::swallowed;
use crate::span::Span;

/// A query parameter of a URL.
#[derive(Clone)]
pub struct Parameter {
    /// The row of the table.
    pub row: &'static Row,
    /// The name as the URL spells it, decoded.
    pub name: String,
    /// The value, decoded.
    pub value: String,
    /// The position of the name.
    pub at: Span,
}

/// Reads the query parameters of a URL.
///
/// # Errors
///
/// A parameter is unknown or unsupported, its value is not of its type, or it is given twice with different values.
pub fn parameters(text: &str, parts: &Parts) -> Result<Vec<Parameter>, Fault> {
    let mut reader = ParameterReader { text, parts, parameters: Vec::new() };
    for (name, value) in pairs(text, parts.query) {
        let parameter = reader.parameter(name, value)?;
        reader.check_twin(&parameter)?;
        reader.parameters.push(parameter);
    }
    Ok(reader.parameters)
}

struct ParameterReader<'a> {
    text: &'a str,
    parts: &'a Parts,
    parameters: Vec<Parameter>,
}

impl ParameterReader<'_> {
    fn parameter(&self, at: Span, value_at: Span) -> Result<Parameter, Fault> {
        let name = percent::decode(at.of(self.text))?;
        let value = percent::decode(value_at.of(self.text))?;
        let Some(row) = query::find(&name, self.parts.backend) else {
            return Err(self.unknown(&name, at));
        };
        self.check_swallowed(row, &name, &value, at, value_at)?;
        if !row.value_type.is_valid(&value) {
            return Err(self
                .fault(ProblemKind::InvalidValue, value_at)
                .with_message(format!("`{name}` does not take this value"))
                .with_help(row.value_type.help()));
        }
        if let Key::Unsupported(message, help) = row.key {
            return Err(self.fault(ProblemKind::Unsupported, at).with_message(message).with_help(help));
        }
        Ok(Parameter { row, name, value, at })
    }

    fn unknown(&self, name: &str, at: Span) -> Fault {
        let kind = query::unknown(name);
        // As likely the end of a password as a parameter: nothing of it is shown.
        if self.parts.may_be_password(self.text, at) {
            return match self.parts.username {
                None => Fault::new(ProblemKind::UnescapedCharacter('?')),
                Some(_) => Fault::new(kind)
                    .with_message("a raw `@` after an unknown query parameter: one of the two belongs to another part")
                    .with_help("write a `?` of the password as `%3F`, or the `@` of a value as `%40`"),
            };
        }
        let secret = self.parameters.last().filter(|last| matches!(last.row.value_type, ValueType::Secret));
        if let Some(secret) = secret {
            let message =
                format!("a raw `&` in the value of `{}`, or an unknown query parameter after it", secret.name);
            let fault = self.fault(kind, at).with_message(message);
            return fault.with_help("write a `&` of the value as `%26`, or remove the parameter");
        }
        let fault = self.fault(kind, at);
        let fault = fault.with_message(format!("{}: `{}`", kind.message(), at.of(self.text)));
        // `?a=b;tls=true` has been found before: this is `?;tls=true`, or HTML's `&amp;`.
        if name.contains(';') {
            return fault.with_help("separate query parameters with `&` alone");
        }
        match query::suggestion(name, self.parts.backend) {
            _ if kind == ProblemKind::UnknownTlsParameter && self.parts.backend == Backend::Sqlite => {
                fault.with_help("remove it: SQLite has no network")
            }
            Some(near) => {
                let unit = query::find(near, self.parts.backend).map_or("", |row| row.value_type.unit());
                fault.with_help(format!("did you mean `{near}`{unit}?"))
            }
            None if kind == ProblemKind::UnknownTlsParameter && self.parts.backend == Backend::MongoDb => {
                fault.with_help("use `tls`, `tlsCAFile` and `tlsCertificateKeyFile`")
            }
            None => fault,
        }
    }

    /// Rejects a value with another parameter after a `;`, which would silently have no effect. A secret may hold
    /// anything, but only with its `;` as `%3B`.
    fn check_swallowed(&self, row: &Row, name: &str, value: &str, at: Span, value_at: Span) -> Result<(), Fault> {
        let is_escaped = !value_at.of(self.text).contains(';');
        if is_escaped && matches!(row.value_type, ValueType::Secret) {
            return Ok(());
        }
        let Some(other) = swallowed(value, self.parts.backend, is_escaped) else { return Ok(()) };
        // An unknown name may be a part of the value, which may be a secret.
        let message = match query::find(other, self.parts.backend) {
            Some(_) => format!("`;` between the query parameters `{name}` and `{other}`"),
            None => format!("`;` between `{name}` and another query parameter"),
        };
        let fault = self.fault(ProblemKind::Semicolon, at).with_message(message);
        Err(match is_escaped {
            true => fault.with_help("separate them with `&`, not `%3B`"),
            false => fault,
        })
    }

    /// Rejects a parameter that is given twice, with different values.
    fn check_twin(&self, parameter: &Parameter) -> Result<(), Fault> {
        let by_name = match parameter.row.repeat {
            Repeat::Repeated => return Ok(()),
            Repeat::Single => false,
            Repeat::SingleByName => true,
        };
        let is_twin = |twin: &&Parameter| match by_name {
            true => twin.name.eq_ignore_ascii_case(&parameter.name),
            false => twin.row.name() == parameter.row.name(),
        };
        // From the end, so that a parameter which is repeated without end costs no more for each.
        match self.parameters.iter().rev().find(is_twin) {
            Some(twin) if twin.value != parameter.value => {
                let fault = Fault::contradiction(&parameter.name, &twin.name);
                let fault = self.parts.mark(self.text, fault, parameter.at);
                Err(match parameter.row.key {
                    Key::Component(Component::Host) => {
                        fault.with_help("write all of them as lists: `host=a,b&port=5432,5433`")
                    }
                    _ => fault,
                })
            }
            _ => Ok(()),
        }
    }

    fn fault(&self, kind: ProblemKind, span: Span) -> Fault {
        self.parts.mark(self.text, Fault::new(kind), span)
    }
}
