//! The parts of a URL that are set by name: by variables such as `DB_HOST`, or by the keys of a JSON object.

use super::{DatabaseUrl, ReadContext, check_variable, unresolved_reference};
use crate::error::{ProblemKind, UrlError};
use crate::tls::HostKind;
use db_config_syntax::hosts::is_ipv6;
use db_config_syntax::tls::scheme_that_implies_tls;
use db_config_syntax::{Backend, Backends, Part, engine, is_secret_file, is_secret_reference, is_socket_scheme};

/// A part that is set.
pub(crate) struct NamedPart {
    pub part: Part,
    /// The name of the variable or the key.
    pub name: String,
    pub value: String,
}

/// The parts of one URL that are set, without the TLS mode.
pub(crate) struct NamedParts<'a> {
    pub set: Vec<NamedPart>,
    /// The databases whose URLs are accepted.
    pub accepted: Backends,
    /// Returns the name of a part that is not set.
    pub usual_name: Box<dyn Fn(Part) -> String + 'a>,
    /// The place of a URL, for a help.
    pub url_name: &'a str,
    /// The scheme of the URL of a Redis server if no part names one.
    pub implied_scheme: Option<&'static str>,
}

/// A URL that consists of parts, or that parts complete.
pub(crate) struct Completed {
    pub text: String,
    /// The parts whose values are in the text, with their names.
    pub parts: Vec<(Part, String)>,
    /// No part has named the scheme.
    pub has_implied_scheme: bool,
}

impl NamedPart {
    /// Returns the value without the brackets of an IPv6 address.
    pub fn literal(part: Part, value: String) -> String {
        let inner = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match inner.filter(|inner| part == Part::Host && is_ipv6(inner)) {
            Some(inner) => inner.to_owned(),
            None => value,
        }
    }

    /// Returns whether the values of a part are the same: that of its first name, and that of another one. The other one can
    /// name only the database system.
    pub fn are_same(part: Part, value: &str, other: &str) -> bool {
        match part {
            Part::Host => value.eq_ignore_ascii_case(other),
            Part::Scheme if engine(value).is_some() => {
                let other_scheme = tls_scheme(other);
                engine(value) == engine(other) && (other_scheme.is_none() || other_scheme == tls_scheme(value))
            }
            _ => value == other,
        }
    }
}

impl NamedParts<'_> {
    pub fn get(&self, part: Part) -> Option<&NamedPart> {
        self.set.iter().find(|set| set.part == part)
    }

    /// Returns the name of a part for a message: the one that is set, or the usual one.
    fn name(&self, part: Part) -> String {
        self.get(part).map_or_else(|| (self.usual_name)(part), |set| set.name.clone())
    }

    /// Returns the database system of the parts.
    fn backend(&self) -> Result<Option<Backend>, UrlError> {
        let accepted = self.accepted;
        if let Some(scheme) = self.get(Part::Scheme) {
            let error = || UrlError::from_kind(ProblemKind::UnexpectedScheme).in_variable(scheme.name.clone());
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
                .with_message(format!("not set, although {} is set", host.name))
                .with_help(format!("set it to the database system: {}", list(accepted)))
                .in_variable(self.name(Part::Scheme))),
            _ => Ok(None),
        }
    }

    /// Returns the part that names the scheme of the URL, not only the database system.
    fn scheme_part(&self) -> Option<&NamedPart> {
        let set = self.get(Part::Scheme)?;
        let is_scheme = tls_scheme(&set.value).is_some() || is_socket(&set.value) || Part::names_scheme(&set.name);
        is_scheme.then_some(set)
    }

    /// Returns whether the scheme of a Redis default matters: the parts name another server without its scheme.
    pub fn imply_redis(&self) -> bool {
        let is_redis = || matches!(self.backend(), Ok(Some(Backend::Redis)));
        self.get(Part::Host).is_some() && !self.is_local() && self.scheme_part().is_none() && is_redis()
    }

    /// Returns whether the host is this machine, also by the path of a socket. Nobody reads along there.
    fn is_local(&self) -> bool {
        let kind = |host: &NamedPart| HostKind::from_host(&host.value, host.value.starts_with('/'), false);
        self.get(Part::Host).is_some_and(|host| matches!(kind(host), HostKind::Socket | HostKind::ThisMachine))
    }

    /// Returns the scheme of the URL of a Redis server if it is not the usual one.
    fn redis_scheme(&self) -> Option<&'static str> {
        match self.scheme_part() {
            Some(set) => tls_scheme(&set.value),
            None => self.implied_scheme.filter(|_| !self.is_local()),
        }
    }

    /// Returns the URL of the parts; `None` if they name no server and no file.
    pub fn to_url(&self) -> Result<Option<Completed>, UrlError> {
        let Some(backend) = self.backend()? else { return Ok(None) };
        let is_sqlite = backend == Backend::Sqlite;
        let Some(place) = self.get(if is_sqlite { Part::Name } else { Part::Host }) else { return Ok(None) };
        let (mut builder, mut parts) = (DatabaseUrl::builder(backend), vec![(place.part, place.name.clone())]);
        let mut used = |part: Part| {
            let set = self.get(part)?;
            parts.extend((part != place.part).then(|| (part, set.name.clone())));
            Some(&*set.value)
        };
        let scheme = match used(Part::Scheme).and_then(tls_scheme) {
            None if backend == Backend::Redis => self.redis_scheme(),
            scheme => scheme,
        };
        if let Some(scheme) = scheme {
            builder = builder.scheme(scheme);
        }
        if self.get(Part::Scheme).is_some_and(|set| is_socket(&set.value)) && !place.value.starts_with('/') {
            return Err(UrlError::from_kind(ProblemKind::SocketHost)
                .with_message("expected the path of a Unix socket, found a host name")
                .with_help(format!(
                    "use a path such as `/run/redis.sock`, or set {} to `redis`",
                    self.name(Part::Scheme)
                ))
                .in_variable(place.name.clone()));
        }
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
        let url = builder.build().map_err(|error| error.without_excerpt().in_variable(place.name.clone()))?;
        let has_implied_scheme = self.scheme_part().is_none();
        Ok(Some(Completed { text: url.expose_secret().to_owned(), parts, has_implied_scheme }))
    }

    /// Returns the error that a part is set without a URL or a host; `None` if no part is set.
    pub fn without_host(&self) -> Option<UrlError> {
        let alone = self.set.iter().find(|set| set.part != Part::Scheme)?;
        self.missing_place(alone)
    }

    fn missing_place(&self, alone: &NamedPart) -> Option<UrlError> {
        let place = match self.backend() {
            Ok(Some(Backend::Sqlite)) => Part::Name,
            _ => Part::Host,
        };
        let missing = self.name(place);
        let error = UrlError::from_kind(ProblemKind::Missing)
            .with_message(format!("not set, although {} is set", alone.name))
            .with_help(format!("set {missing}, or set the URL in {}", self.url_name));
        (alone.part != place).then(|| error.in_variable(missing))
    }

    /// Returns a URL with the port and the database that the parts add. Those of a default URL are overridden. A text
    /// that is not a URL stays as it is.
    pub fn complete(&self, text: String, is_default: bool) -> Result<Completed, UrlError> {
        let mut completed = Completed { text, parts: Vec::new(), has_implied_scheme: false };
        if self.set.is_empty() {
            return Ok(completed);
        }
        let implied_scheme = self.redis_scheme();
        let context =
            ReadContext { accepted: Some(self.accepted), implied_scheme, is_partial: true, ..ReadContext::default() };
        let Ok(mut url) = DatabaseUrl::read(completed.text.clone(), &context) else { return Ok(completed) };
        if let Some(scheme) = self.get(Part::Scheme).filter(|set| self.differs(&url, set)) {
            return Err(match self.missing_place(scheme).filter(|_| is_default) {
                Some(error) => error,
                None => self.other_scheme(scheme, &url, is_default),
            });
        }
        completed.has_implied_scheme = url.has_implied_scheme;
        if let Some(scheme) = self.scheme_part().filter(|_| url.has_implied_scheme) {
            completed.parts.push((scheme.part, scheme.name.clone()));
            completed.has_implied_scheme = false;
        }
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
                    return Err(self.contradiction(set, is_default));
                }
                completed.parts.push((set.part, set.name.clone()));
            }
            let [host, port] = address;
            let host = host.map(|host| &*host.value).or(url.host()).unwrap_or_default();
            let port = port.and_then(|port| port.value.parse().ok()).or(url.port());
            let text = url.with_server(host, port, address[0].is_some());
            let replaced: DatabaseUrl = text.parse().map_err(|error: UrlError| error.without_excerpt())?;
            if let Some(set) = self.set.iter().find(|set| set.part != Part::Name && self.differs(&replaced, set)) {
                return Err(self.contradiction(set, is_default));
            }
            url = replaced;
        }
        if let Some(set) = self.get(Part::Name).filter(|set| self.differs(&url, set)) {
            if !(url.database().is_none() || is_default) {
                return Err(self.contradiction(set, is_default));
            }
            url = url.with_database(&set.value).map_err(|error| error.in_variable(set.name.clone()))?;
            completed.parts.push((set.part, set.name.clone()));
        }
        if !completed.parts.is_empty() {
            completed.text = url.expose_secret().to_owned();
        }
        Ok(completed)
    }

    fn complete_file(&self, url: &DatabaseUrl, is_default: bool, completed: Completed) -> Result<Completed, UrlError> {
        let Some(name) = self.get(Part::Name) else { return Ok(completed) };
        let given: DatabaseUrl = DatabaseUrl::builder(Backend::Sqlite)
            .path(&name.value)
            .build()
            .map_err(|error| error.in_variable(name.name.clone()))?;
        if given.sqlite_path().ok() == url.sqlite_path().ok() {
            return Ok(completed);
        }
        match is_default {
            true => {
                let parts = vec![(name.part, name.name.clone())];
                Ok(Completed { text: given.expose_secret().to_owned(), parts, ..completed })
            }
            false => Err(self.contradiction(name, false)),
        }
    }

    /// Returns whether the URL has another host, port, database or database system.
    fn differs(&self, url: &DatabaseUrl, set: &NamedPart) -> bool {
        let hosts = url.hosts();
        match set.part {
            Part::Host => !matches!(hosts, [host] if host.name().eq_ignore_ascii_case(&set.value)),
            Part::Port => hosts.iter().any(|host| host.port() != set.value.parse().ok()),
            Part::Name => url.database() != Some(&set.value),
            Part::Scheme if tls_scheme(&set.value).is_some() => tls_scheme(&set.value) != tls_scheme(url.scheme()),
            // Laravel's `DB_CONNECTION` can be the name of a connection.
            Part::Scheme => engine(&set.value).is_some_and(|backend| backend != url.backend()),
            _ => false,
        }
    }

    /// Returns the error of a scheme that differs from that of the URL, or of the default.
    fn other_scheme(&self, set: &NamedPart, url: &DatabaseUrl, is_default: bool) -> UrlError {
        let error = self.contradiction(set, is_default);
        match Backend::from_scheme(&set.value) {
            Some((backend, scheme)) if backend == url.backend() => {
                let of = if is_default { "the default" } else { "the URL" };
                let (name, own) = (&set.name, url.scheme());
                error
                    .with_message(format!("{name} sets another scheme (`{scheme}`) than {of} (`{own}`)"))
                    .with_help(format!("unset {name}, or use the scheme `{scheme}` in {of}"))
            }
            _ => error,
        }
    }

    /// Returns the error of a part that differs from that of the URL, or of the default.
    pub fn contradiction(&self, set: &NamedPart, is_default: bool) -> UrlError {
        let of = if is_default { "the default" } else { "the URL" };
        let what = match set.part {
            Part::Name => "database",
            Part::Scheme => "database system",
            part => part.name(),
        };
        UrlError::from_kind(ProblemKind::Contradiction)
            .with_message(format!("{} sets another {what} than {of}", set.name))
            .with_help(format!("unset {}, or remove this part from {of}", set.name))
    }
}

/// Returns the scheme if it implies TLS, as `mongodb+srv` and `rediss` do. Valkey's is that of Redis.
fn tls_scheme(scheme: &str) -> Option<&'static str> {
    match scheme_that_implies_tls(scheme)? {
        "valkeys" => Some("rediss"),
        scheme => Some(scheme),
    }
}

/// Returns whether the scheme is that of a Unix socket, such as `redis+unix`.
fn is_socket(scheme: &str) -> bool {
    Backend::from_scheme(scheme).is_some_and(|(_, scheme)| is_socket_scheme(scheme))
}

/// Checks the value of one part. The values of the user name and the password are also checked by the reader of the URL.
pub(crate) fn check_part(part: Part, value: &str) -> Result<(), UrlError> {
    check_variable(value, part == Part::Password)?;
    if matches!(part, Part::User | Part::Password) && is_secret_reference(value) {
        return Err(unresolved_reference());
    }
    if part != Part::Name && is_secret_file(value) {
        return Err(
            UrlError::from_kind(ProblemKind::SecretFile).with_message("expected the value, found the path of a file")
        );
    }
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
