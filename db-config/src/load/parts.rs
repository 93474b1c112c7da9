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
use crate::error::{ProblemKind, UrlError};
use crate::report::WarningKind;
use crate::source::Source;
use crate::url::{DatabaseUrl, agreed, check_variable};
use db_config_syntax::hosts::is_ipv6;
use db_config_syntax::{Backend, Backends, Part, engine};

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

    /// Returns the part that makes a URL without one: the host, or the path of a field that accepts only SQLite.
    fn place(&self) -> Part {
        if self.backends() == Backends::SQLITE { Part::Name } else { Part::Host }
    }
}

/// A URL that consists of parts, or that parts complete.
pub(super) struct Completed {
    pub text: String,
    /// The variables whose values are in the text.
    pub variables: Vec<String>,
}

/// The parts of one field that are set, without the TLS mode.
pub(super) struct SetParts<'a> {
    field: &'a Field,
    /// The variable of the URL.
    url_variable: &'a str,
    parts: Vec<SetPart>,
    pub warnings: Vec<WarningKind>,
}

struct SetPart {
    part: Part,
    variable: String,
    value: String,
}

impl<'a> SetParts<'a> {
    /// Looks up the variables of the parts. Without the attribute `parts`, none is set.
    pub fn read(source: &dyn Source, field: &'a Field, url_variable: &'a str) -> Result<Self, UrlError> {
        let mut set = Self { field, url_variable, parts: Vec::new(), warnings: Vec::new() };
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Tls) {
            let mut variables = Vec::new();
            for variable in field.part_variables(part, url_variable) {
                let Some(value) = looked_up(source, &variable)? else { continue };
                if part == Part::Port && value.starts_with("tcp://") {
                    set.warnings.push(WarningKind::IgnoredVariable {
                        variable,
                        help: "Kubernetes sets it for the service of this name; set `enableServiceLinks: false`",
                    });
                    continue;
                }
                variables.push((variable, value));
            }
            let set_part = agreed(variables.into_iter().map(Ok), |value| check(part, value))?;
            set.parts.extend(set_part.map(|(variable, value)| SetPart { part, variable, value }));
        }
        Ok(set)
    }

    /// Returns whether a variable names the server or the file. An error counts: it is reported later.
    pub fn has_place(source: &dyn Source, field: &Field) -> bool {
        let is_set = |name: &String| looked_up(source, name).map_or(true, |value| value.is_some());
        field.part_variables(field.place(), field.first_variable()).iter().any(is_set)
    }

    fn get(&self, part: Part) -> Option<&SetPart> {
        self.parts.iter().find(|set| set.part == part)
    }

    /// Returns the variable of a part for a message: the one that is set, or the first one.
    fn variable(&self, part: Part) -> String {
        match self.get(part) {
            Some(set) => set.variable.clone(),
            None => self.field.part_variables(part, self.url_variable).swap_remove(0),
        }
    }

    /// Returns the database system of the parts.
    fn backend(&self) -> Result<Option<Backend>, UrlError> {
        let accepted = self.field.backends();
        if let Some(scheme) = self.get(Part::Scheme) {
            let error = || UrlError::from_kind(ProblemKind::UnexpectedScheme).in_variable(scheme.variable.clone());
            let help = || format!("use {}", list(accepted));
            let Some(backend) = engine(&scheme.value) else {
                return Err(error().with_message("unknown database system").with_help(help()));
            };
            return match accepted.contains(backend) {
                true => Ok(Some(backend)),
                false => {
                    Err(error().with_message(format!("{} is not supported here", backend.name())).with_help(help()))
                }
            };
        }
        // SQLite has no host.
        let servers: Vec<Backend> = accepted.iter().filter(|backend| *backend != Backend::Sqlite).collect();
        match (&servers[..], self.get(Part::Host)) {
            ([], _) => Ok(Some(Backend::Sqlite)),
            ([server], Some(_)) => Ok(Some(*server)),
            (_, Some(host)) => Err(UrlError::from_kind(ProblemKind::Missing)
                .with_message(format!("not set, although {} is set", host.variable))
                .with_help(format!("set it to the database system: {}", list(accepted)))
                .in_variable(self.variable(Part::Scheme))),
            _ => Ok(None),
        }
    }

    /// Returns the URL of the parts; `None` if they name no server and no file.
    pub fn to_url(&self) -> Result<Option<Completed>, UrlError> {
        let Some(backend) = self.backend()? else { return Ok(None) };
        let is_sqlite = backend == Backend::Sqlite;
        let Some(place) = self.get(if is_sqlite { Part::Name } else { Part::Host }) else { return Ok(None) };
        let (mut builder, mut variables) = (DatabaseUrl::builder(backend), vec![place.variable.clone()]);
        let mut used = |part: Part| {
            let set = self.get(part)?;
            variables.extend((part != place.part).then(|| set.variable.clone()));
            Some(&*set.value)
        };
        used(Part::Scheme);
        if is_sqlite {
            builder = builder.path(&place.value);
        } else {
            builder = builder.host(&place.value);
            if let Some(port) = used(Part::Port) {
                builder = builder.port(port.parse().unwrap_or_default());
            }
            // Without a user name, the reader of the URL looks up the password.
            if let Some(user) = used(Part::User) {
                builder = builder.user(user).password(used(Part::Password).unwrap_or_default());
            }
            builder = builder.database(used(Part::Name).unwrap_or_default());
        }
        let url = builder.build().map_err(|error| error.without_excerpt().in_variable(place.variable.clone()))?;
        Ok(Some(Completed { text: url.expose_secret().to_owned(), variables }))
    }

    /// Returns the error that a part is set without a URL or a host; `None` if no part is set.
    pub fn without_host(&self) -> Option<UrlError> {
        let alone = self.parts.iter().find(|set| set.part != Part::Scheme)?;
        let place = match self.backend() {
            Ok(Some(Backend::Sqlite)) => Part::Name,
            _ => Part::Host,
        };
        let variable = self.variable(place);
        let error = UrlError::from_kind(ProblemKind::Missing)
            .with_message(format!("not set, although {} is set", alone.variable))
            .with_help(format!("set {variable}, or set the URL in {}", self.url_variable));
        (alone.part != place).then(|| error.in_variable(variable))
    }

    /// Returns a URL with the port and the database that the parts add. Those of a default URL are overridden. A text
    /// that is not a URL stays as it is.
    pub fn complete(&self, text: String, is_default: bool) -> Result<Completed, UrlError> {
        let mut completed = Completed { text, variables: Vec::new() };
        if self.parts.is_empty() {
            return Ok(completed);
        }
        let Ok(mut url) = completed.text.parse::<DatabaseUrl>() else { return Ok(completed) };
        if url.backend() == Backend::Sqlite {
            return self.complete_file(&url, is_default, completed);
        }
        let address = [Part::Host, Part::Port].map(|part| self.get(part).filter(|set| self.differs(&url, set)));
        if address.iter().any(Option::is_some) {
            for set in address.iter().flatten() {
                let is_left_out = match set.part {
                    Part::Host => url.host().is_none(),
                    _ => url.port().is_none() && url.hosts().len() == 1,
                };
                if !(is_left_out || is_default && url.hosts().len() == 1) {
                    return Err(self.contradiction(set));
                }
                completed.variables.push(set.variable.clone());
            }
            let [host, port] = address;
            let host = host.map(|host| &*host.value).or(url.host()).unwrap_or_default();
            let port = port.and_then(|port| port.value.parse().ok()).or(url.port());
            let text = url.with_server(host, port);
            let replaced: DatabaseUrl = text.parse().map_err(|error: UrlError| error.without_excerpt())?;
            if let Some(set) = self.parts.iter().find(|set| set.part != Part::Name && self.differs(&replaced, set)) {
                return Err(self.contradiction(set));
            }
            url = replaced;
        }
        if let Some(set) = self.get(Part::Name).filter(|set| self.differs(&url, set)) {
            if !(url.database().is_none() || is_default) {
                return Err(self.contradiction(set));
            }
            url = url.with_database(&set.value).map_err(|error| error.in_variable(set.variable.clone()))?;
            completed.variables.push(set.variable.clone());
        }
        if !completed.variables.is_empty() {
            completed.text = url.expose_secret().to_owned();
        }
        Ok(completed)
    }

    fn complete_file(&self, url: &DatabaseUrl, is_default: bool, completed: Completed) -> Result<Completed, UrlError> {
        let Some(name) = self.get(Part::Name) else { return Ok(completed) };
        let given: DatabaseUrl = DatabaseUrl::builder(Backend::Sqlite)
            .path(&name.value)
            .build()
            .map_err(|error| error.in_variable(name.variable.clone()))?;
        if given.sqlite_path().ok() == url.sqlite_path().ok() {
            return Ok(completed);
        }
        match is_default {
            true => Ok(Completed { text: given.expose_secret().to_owned(), variables: vec![name.variable.clone()] }),
            false => Err(self.contradiction(name)),
        }
    }

    /// Returns whether the URL has another host, port or database.
    fn differs(&self, url: &DatabaseUrl, set: &SetPart) -> bool {
        let hosts = url.hosts();
        match set.part {
            Part::Host => !matches!(hosts, [host] if host.name().eq_ignore_ascii_case(&set.value)),
            Part::Port => {
                !hosts.iter().all(|host| Some(&*set.value) == host.port().map(|port| port.to_string()).as_deref())
            }
            Part::Name => url.database() != Some(&set.value),
            _ => false,
        }
    }

    fn contradiction(&self, set: &SetPart) -> UrlError {
        UrlError::from_kind(ProblemKind::Contradiction)
            .with_message(format!(
                "{} sets another {} than the URL",
                set.variable,
                if set.part == Part::Name { "database" } else { set.part.name() }
            ))
            .with_help(format!("unset {}, or remove this part from the URL", set.variable))
    }
}

/// Checks the value of one part. The values of the user name and the password are also checked by the reader of the URL.
fn check(part: Part, value: &str) -> Result<(), UrlError> {
    check_variable(value, part == Part::Password)?;
    let is_port = || value.bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<u16>().is_ok_and(|port| port > 0);
    let (kind, message, help) = match part {
        Part::Port if !is_port() => (ProblemKind::InvalidPort, "invalid port", "use a number from 1 to 65535"),
        Part::Host | Part::Name | Part::User if value.contains("://") => (
            ProblemKind::InvalidValue,
            "expected one part of a URL, found a URL",
            "use only this part, or set the whole URL in the variable of the URL",
        ),
        Part::Host if value.starts_with('/') || is_ipv6(value) => return Ok(()),
        Part::Host if value.contains(':') => (
            ProblemKind::InvalidHost,
            "expected a host name, found a host with a port",
            "use only the host name, and set the port in its own variable",
        ),
        Part::Host if value.contains(['@', '/', ',', '?', '#', '%']) => {
            (ProblemKind::InvalidHost, "invalid host name", "use a host name, an IP address or the path of a socket")
        }
        _ => return Ok(()),
    };
    Err(UrlError::from_kind(kind).with_message(message).with_help(help))
}

/// Returns the names of these databases.
fn list(backends: Backends) -> String {
    let names: Vec<String> = backends.iter().map(|backend| format!("`{}`", backend.schemes()[0])).collect();
    names.join(" or ")
}

/// Returns the variable that a missing field with parts needs instead of the URL.
pub(super) fn instead_of_url(field: &Field) -> Option<String> {
    field.part_variables(field.place(), field.first_variable()).into_iter().next()
}
