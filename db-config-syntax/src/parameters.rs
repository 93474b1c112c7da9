//! Reads the query parameters of a URL. Each must be known, have a valid value, and occur once.

use std::collections::HashSet;

use crate::authority::split_port;
use crate::backend::{Backend, is_socket_scheme};
use crate::fault::Fault;
use crate::parts::{Parts, pairs};
use crate::percent;
use crate::problem::{ProblemKind, all};
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
    let last_at_sign = parts.query.of(text).rfind('@').map(|at| parts.query.start + at);
    let mut reader = ParameterReader { text, parts, last_at_sign, parameters: Vec::new(), unknown: Vec::new() };
    for (name, value) in pairs(text, parts.query) {
        if let Some(parameter) = reader.parameter(name, value)? {
            reader.check_twin(&parameter)?;
            reader.check_part(&parameter)?;
            reader.parameters.push(parameter);
        }
    }
    if let Some(row) = query::find(parts.fragment.of(text), parts.backend).filter(|_| !parts.fragment.is_empty()) {
        let (name, value) = (row.name().to_owned(), "true".to_owned());
        reader.parameters.push(Parameter { row, name, value, at: parts.fragment });
    }
    match &reader.unknown[..] {
        [] => Ok(reader.parameters),
        [(name, at)] => Err(reader.unknown(name, *at)),
        [(_, at), ..] => Err(reader.all_unknown(*at)),
    }
}

/// The maximum number of unknown parameters that an error names. It limits the cost of the suggestions.
const MAX_NAMED: usize = 10;

struct ParameterReader<'a> {
    text: &'a str,
    parts: &'a Parts,
    /// The last `@` of the query. Searching for it once keeps a URL with many unknown parameters linear.
    last_at_sign: Option<usize>,
    parameters: Vec<Parameter>,
    /// The names of the unknown parameters and their positions.
    unknown: Vec<(String, Span)>,
}

/// The parameters to use instead of an unknown one.
enum Replacement {
    /// The name that is probably misspelled, with its unit.
    Near(String),
    /// A list of names.
    Any(&'static str),
}

impl ParameterReader<'_> {
    /// Reads a parameter. Returns `None` if it is unknown, so that one error names all unknown parameters.
    fn parameter(&mut self, at: Span, value_at: Span) -> Result<Option<Parameter>, Fault> {
        let name = percent::decode(at.of(self.text))?;
        let value = percent::decode(value_at.of(self.text))?;
        let Some(row) = query::find_with_value(&name, &value, self.parts.backend) else {
            self.check_unknown(&name, at)?;
            self.unknown.push((name, at));
            return Ok(None);
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
        Ok(Some(Parameter { row, name, value, at }))
    }

    /// Rejects an unknown parameter that may be a part of a secret. No error quotes its name.
    fn check_unknown(&self, name: &str, at: Span) -> Result<(), Fault> {
        let kind = query::unknown(name);
        let may_be_password = |last| self.parts.username.is_none() || last >= at.start;
        if self.last_at_sign.is_some_and(may_be_password) {
            return Err(match self.parts.username {
                None if self.parts.backend == Backend::Sqlite => Fault::new(ProblemKind::UnescapedCharacter('?'))
                    .with_message("unescaped `?` in the file name, or unescaped `@` in a query value")
                    .with_help("percent-encode a `?` in the name as `%3F`, or an `@` in a value as `%40`"),
                None => Fault::unescaped(ProblemKind::UnescapedCharacter('?'), self.parts.scheme, &['?']),
                Some(_) => Fault::new(kind)
                    .with_message("unescaped `?` in the password, or unescaped `@` in a query value")
                    .with_help("percent-encode a `?` in the password as `%3F`, or an `@` in a value as `%40`"),
            });
        }
        let secret = self.parameters.last().filter(|last| matches!(last.row.value_type, ValueType::Secret));
        if let Some(secret) = secret {
            let message =
                format!("unescaped `&` in the value of `{}`, or unknown query parameter after it", secret.name);
            let fault = self.fault(kind, at).with_message(message);
            return Err(fault.with_help("percent-encode an `&` in the value as `%26`, or remove the unknown parameter"));
        }
        Ok(())
    }

    fn unknown(&self, name: &str, at: Span) -> Fault {
        let kind = query::unknown(name);
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
        match self.replacement(name) {
            Some(Replacement::Near(near)) => fault.with_help(format!("did you mean {near}?")),
            Some(Replacement::Any(names)) => fault.with_help(format!("use {names}")),
            None if kind == ProblemKind::UnknownTlsParameter => {
                fault.with_help("remove it, because SQLite has no network")
            }
            None => fault.with_help("remove it"),
        }
    }

    /// Returns the parameters to use instead of an unknown one, in backticks.
    fn replacement(&self, name: &str) -> Option<Replacement> {
        let backend = self.parts.backend;
        let affects_tls = query::unknown(name) == ProblemKind::UnknownTlsParameter;
        match query::suggestion(name, backend) {
            _ if affects_tls && backend == Backend::Sqlite => None,
            Some(near) => {
                let unit = query::find(near, backend).map_or("", |row| row.value_type.unit());
                Some(Replacement::Near(format!("`{near}`{unit}")))
            }
            None if affects_tls => Some(Replacement::Any(match backend {
                Backend::MongoDb => "`tls`, `tlsCAFile` or `tlsCertificateKeyFile`",
                Backend::Redis => "`rediss://`, `tls_ca`, `tls_cert` or `tls_key`",
                _ => "`sslmode`, `sslrootcert`, `sslcert` or `sslkey`",
            })),
            None => None,
        }
    }

    /// Creates the fault of several unknown parameters, with the first one marked.
    fn all_unknown(&self, at: Span) -> Fault {
        let mut names = HashSet::new();
        let unknown: Vec<&(String, Span)> = self.unknown.iter().filter(|(name, _)| names.insert(name)).collect();
        if let [(name, at)] = unknown[..] {
            return self.unknown(name, *at);
        }
        let tls = ProblemKind::UnknownTlsParameter;
        let affects_tls = unknown.iter().any(|(name, _)| query::unknown(name) == tls);
        let fault = self.fault(if affects_tls { tls } else { ProblemKind::UnknownParameter }, at);
        let named = &unknown[..unknown.len().min(MAX_NAMED)];
        let names = named.iter().map(|(_, at)| format!("`{}`", at.of(self.text)));
        let others = match unknown.len() - named.len() {
            0 => None,
            1 => Some("1 other".to_owned()),
            others => Some(format!("{others} others")),
        };
        let list = all(names.chain(others));
        let suffix = if affects_tls { ", which may affect TLS" } else { "" };
        let (mut help, mut removed) = (Vec::new(), Vec::new());
        for (name, at) in named {
            let name_in_url = at.of(self.text);
            match self.replacement(name) {
                Some(Replacement::Near(near)) => help.push(format!("use {near} instead of `{name_in_url}`")),
                Some(Replacement::Any(names)) => help.push(format!("use {names} instead of `{name_in_url}`")),
                None => removed.push(format!("`{name_in_url}`")),
            }
        }
        if !removed.is_empty() {
            help.push(format!("remove {}", all(removed.into_iter())));
        }
        fault.with_message(format!("unknown query parameters {list}{suffix}")).with_help(help.join("; "))
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
        let Parts { backend, scheme, username, password, hosts, path, .. } = *self.parts;
        let is_libpqs = backend == Backend::Postgres && parameter.name.eq_ignore_ascii_case(parameter.row.name());
        let Key::Component(component) = parameter.row.key else { return Ok(()) };
        let text = |span: Span| span.of(self.text);
        let (host, port) = split_port(text(hosts));
        let (part, own) = match component {
            _ if is_libpqs => return Ok(()),
            Component::User => ("the user name before the host", username.map_or("", text)),
            Component::Password => ("the password before the host", password.map_or("", text)),
            Component::Database if is_socket_scheme(scheme) => return Ok(()),
            Component::Database => ("the database name after the host", text(path).trim_matches('/')),
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
