//! Reads the query parameters of a URL. Each must be known, have a valid value, and occur once.

use crate::authority::split_port;
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
    /// The name, decoded and in the spelling of the URL.
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
/// A parameter is unknown or unsupported, its value is invalid, or it is set twice with different values.
pub fn parameters(text: &str, parts: &Parts) -> Result<Vec<Parameter>, Fault> {
    let mut reader = ParameterReader { text, parts, parameters: Vec::new() };
    for (name, value) in pairs(text, parts.query) {
        let parameter = reader.parameter(name, value)?;
        reader.check_twin(&parameter)?;
        reader.check_part(&parameter)?;
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
                .with_message(format!("invalid value for `{name}`"))
                .with_help(row.value_type.help()));
        }
        if let Key::Unsupported(message, help) = row.key {
            return Err(self.fault(ProblemKind::Unsupported, at).with_message(message).with_help(help));
        }
        Ok(Parameter { row, name, value, at })
    }

    fn unknown(&self, name: &str, at: Span) -> Fault {
        let kind = query::unknown(name);
        // This may also be the end of a password, so no error quotes it.
        if self.parts.may_be_password(self.text, at) {
            return match self.parts.username {
                None => Fault::new(ProblemKind::UnescapedCharacter('?')),
                Some(_) => Fault::new(kind)
                    .with_message("unescaped `?` in the password, or unescaped `@` in a query value")
                    .with_help("percent-encode a `?` in the password as `%3F`, or an `@` in a value as `%40`"),
            };
        }
        let secret = self.parameters.last().filter(|last| matches!(last.row.value_type, ValueType::Secret));
        if let Some(secret) = secret {
            let message =
                format!("unescaped `&` in the value of `{}`, or unknown query parameter after it", secret.name);
            let fault = self.fault(kind, at).with_message(message);
            return fault.with_help("percent-encode an `&` in the value as `%26`, or remove the unknown parameter");
        }
        let name_in_url = at.of(self.text);
        let fault = self.fault(kind, at).with_message(match kind {
            ProblemKind::UnknownTlsParameter => {
                format!("unknown query parameter `{name_in_url}`, which may affect TLS")
            }
            _ => format!("unknown query parameter `{name_in_url}`"),
        });
        // `check_swallowed` has rejected `?a=b;tls=true`, so this is `?;tls=true` or the `&amp;` of HTML.
        if name.contains(';') {
            return fault.with_help("separate query parameters with only `&`");
        }
        match query::suggestion(name, self.parts.backend) {
            _ if kind == ProblemKind::UnknownTlsParameter && self.parts.backend == Backend::Sqlite => {
                fault.with_help("remove it, because SQLite has no network")
            }
            Some(near) => {
                let unit = query::find(near, self.parts.backend).map_or("", |row| row.value_type.unit());
                fault.with_help(format!("did you mean `{near}`{unit}?"))
            }
            None if kind == ProblemKind::UnknownTlsParameter && self.parts.backend == Backend::MongoDb => {
                fault.with_help("use `tls`, `tlsCAFile` or `tlsCertificateKeyFile`")
            }
            None => fault,
        }
    }

    /// Rejects a value with another parameter after a `;`, which clients would silently ignore.
    ///
    /// A secret may contain anything, but only if its `;` is percent-encoded.
    fn check_swallowed(&self, row: &Row, name: &str, value: &str, at: Span, value_at: Span) -> Result<(), Fault> {
        let is_escaped = !value_at.of(self.text).contains(';');
        if is_escaped && matches!(row.value_type, ValueType::Secret) {
            return Ok(());
        }
        let Some(other) = swallowed(value, self.parts.backend, is_escaped) else { return Ok(()) };
        let found = if is_escaped { "%3B" } else { ";" };
        // An unknown name may be part of the value, which may be a secret.
        let message = match query::find(other, self.parts.backend) {
            Some(_) => format!("expected `&` between the query parameters `{name}` and `{other}`, found `{found}`"),
            None => format!("expected `&` between `{name}` and another query parameter, found `{found}`"),
        };
        let fault = self.fault(ProblemKind::Semicolon, at).with_message(message);
        Err(match is_escaped {
            true => fault.with_help("replace the `%3B` with `&`"),
            false => fault,
        })
    }

    /// Rejects a parameter that is set twice, with different values.
    fn check_twin(&self, parameter: &Parameter) -> Result<(), Fault> {
        let by_name = match parameter.row.repeat {
            Repeat::Repeated => return Ok(()),
            Repeat::Single => false,
            Repeat::SingleByName => true,
        };
        let is_twin = |twin: &&Parameter| match by_name {
            true => twin.name.eq_ignore_ascii_case(&parameter.name),
            false => twin.row.sets_same(parameter.row),
        };
        // Searching from the end keeps a URL that repeats a parameter many times linear.
        match self.parameters.iter().rev().find(is_twin) {
            Some(twin) if !has_same_value(twin, parameter) => {
                let fault = Fault::contradiction(&parameter.name, &twin.name);
                let fault = self.parts.mark(self.text, fault, parameter.at);
                Err(match parameter.row.key {
                    Key::Component(Component::Host) => {
                        fault.with_help("use comma-separated lists, as in `host=a,b&port=5432,5433`")
                    }
                    _ => fault,
                })
            }
            _ => Ok(()),
        }
    }

    /// Rejects a part of the URL that the query sets to another value. libpq's own parameters override the part.
    fn check_part(&self, parameter: &Parameter) -> Result<(), Fault> {
        let Parts { backend, username, password, hosts, path, .. } = *self.parts;
        let is_libpqs = backend == Backend::Postgres && parameter.name.eq_ignore_ascii_case(parameter.row.name());
        let Key::Component(component) = parameter.row.key else { return Ok(()) };
        let text = |span: Span| span.of(self.text);
        let (host, port) = split_port(text(hosts));
        let (part, own) = match component {
            _ if is_libpqs => return Ok(()),
            Component::User => ("the user name before the host", username.map_or("", text)),
            Component::Password => ("the password before the host", password.map_or("", text)),
            Component::Database => ("the database name after the host", text(path).trim_start_matches('/')),
            Component::Host if backend == Backend::MySql => ("the host in the URL", host),
            Component::Port => ("the port in the URL", port.unwrap_or_default()),
            Component::Host | Component::HostAddress | Component::Socket => return Ok(()),
        };
        let own = percent::decode(own)?;
        let is_same_host = component == Component::Host && own.eq_ignore_ascii_case(&parameter.value);
        if own.is_empty() || own == parameter.value || is_same_host {
            return Ok(());
        }
        let message = format!("`{}` contradicts {part}", parameter.name);
        Err(self.fault(ProblemKind::Contradiction, parameter.at).with_message(message))
    }

    fn fault(&self, kind: ProblemKind, span: Span) -> Fault {
        self.parts.mark(self.text, Fault::new(kind), span)
    }
}

/// Returns whether two parameters of the same meaning have the same value, if only in another unit.
fn has_same_value(a: &Parameter, b: &Parameter) -> bool {
    let duration = |parameter: &Parameter| parameter.row.value_type.duration(&parameter.value);
    match (duration(a), duration(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.value == b.value,
    }
}
