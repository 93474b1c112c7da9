//! Parses a URL in its context.

mod login;
mod password_file;
mod pool;
#[cfg(test)]
mod tls_lattice;
mod variables;

use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use db_config_syntax::hosts::{Overrides, servers};
use db_config_syntax::query::{Component, Key};
use db_config_syntax::tls::{Contradiction, Statement, TlsKey, TlsMode, scheme_that_implies_tls, scheme_without_tls};
use db_config_syntax::values::boolean;
use db_config_syntax::{
    Backend, Backends, Fault, Parameter, Part, Parts, Span, bare_path, is_socket_scheme, parse, percent, redis,
};

#[cfg(feature = "json")]
pub(crate) use self::login::has_login;
use self::login::{Login, different};
pub(crate) use self::login::{agreed, unresolved_reference};
use self::password_file::FilePassword;
use self::variables::PartVariables;
pub(crate) use self::variables::check_variable;
use super::host::Host;
use super::pair::{Pair, parameters_of};
use super::params::{self, Filled};
use super::{DatabaseUrl, ReadContext, json, whatwg};
use crate::error::{ProblemKind, UrlError};
use crate::libpq;
use crate::system::IS_WINDOWS;
use crate::tls::{ATTRIBUTE, Decided, Decision, TlsHost, TlsPlan, TlsReason, decide};

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        Self::read(text.to_owned(), &ReadContext::default())
    }
}

impl DatabaseUrl {
    pub(crate) fn read(text: String, context: &ReadContext<'_>) -> Result<Self, UrlError> {
        let accepted = context.accepted.unwrap_or(Backends::ALL);
        let (text, has_implied_scheme) = match json::is_object(&text) {
            true => json::url(&text, accepted, context)?,
            false => (text, context.has_implied_scheme),
        };
        let bare_path = if accepted == Backends::SQLITE { bare_path(&text, IS_WINDOWS) } else { None };
        let parts = match bare_path {
            Some(parts) => parts,
            None => parse(&text, accepted, IS_WINDOWS)?,
        };
        let parameters = parameters_of(&text, &parts)?;
        let Filled { text, parts, parameters, pairs } = params::fill_in(text, parts, parameters, context)?;
        let mut reader = UrlReader {
            text: &text,
            parts: &parts,
            context,
            has_implied_scheme,
            pairs,
            login: Login::default(),
            variables: PartVariables::default(),
        };
        let is_server = parts.backend != Backend::Sqlite;
        redis::database_of(&text, &parts, &parameters).map_err(|fault| UrlError::from_fault(fault, &text, &parts))?;
        if is_server {
            reader.login = reader.login()?;
            reader.variables = reader.part_variables()?;
        }
        let (username, mut password, database, hosts) = match is_server {
            true => (reader.username()?, reader.password()?, reader.database()?, reader.hosts(&parameters)?),
            false => (None, None, None, Vec::new()),
        };
        let hosts_variable = reader.hosts_variable();
        let targets = reader.targets(&hosts)?;
        reader.add_variables(&targets)?;
        let (mut password_file, mut skipped_file) = (None, None);
        let mut password_source = None;
        if password.as_ref().is_none_or(String::is_empty) {
            let from_file = reader.password_file(&hosts, username.as_deref(), database.as_deref())?;
            skipped_file = from_file.skipped;
            if let Some(FilePassword { value, name, path }) = from_file.password {
                password = Some(value);
                password_source = Some(name);
                password_file = Some(path);
            }
        } else {
            reader.ignore_password_file();
        }
        reader.add_pools();
        let tls_variable = if is_server { reader.tls_variable()? } else { None };
        let decided = if is_server {
            reader.tls(targets, tls_variable.as_ref(), hosts_variable.is_some())?
        } else {
            Decided { plan: TlsPlan::new(TlsMode::Off, TlsReason::NotApplicable), stricter_host: None }
        };
        let mut variables = reader.used_variables(tls_variable.map(|(name, _)| name));
        variables.extend(password_source);
        let has_service = parts.backend == Backend::Postgres && context.variables.get("PGSERVICE")?.is_some();
        let unused_login = reader.login.unused.take();
        let pairs = reader.pairs;
        Ok(Self {
            username,
            password,
            database,
            hosts,
            has_implied_scheme,
            hosts_variable,
            variables,
            tls: decided.plan,
            stricter_host: decided.stricter_host,
            has_service,
            password_file,
            skipped_file,
            unused_login,
            pairs,
            pathname: if bare_path.is_some() { text.clone() } else { pathname(&text, &parts) },
            opens_pathname: context.pathname,
            in_memory_id: if is_server { 0 } else { next_in_memory_id() },
            is_default: context.is_default,
            source: None,
            in_release_command: context.in_release_command,
            text,
            parts,
        })
    }
}

/// Returns `new URL(text).pathname`, or the path that it would have where `new URL` rejects SQLite's authority.
pub(super) fn pathname(text: &str, parts: &Parts) -> String {
    whatwg::pathname(text).unwrap_or_else(|| {
        let path = parts.path.of(text);
        let path = path.strip_prefix("//").map_or(path, |rest| rest.find('/').map_or("", |slash| &rest[slash..]));
        whatwg::path_of(parts.scheme, path)
    })
}

/// A unique number for an in-memory database.
fn next_in_memory_id() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

/// The names of the client certificate, its key and the CA certificate in the same tool. The first ones are libpq's.
const CERTIFICATES: [[&str; 3]; 10] = [
    ["sslcert", "sslkey", "sslrootcert"],
    ["PGSSLCERT", "PGSSLKEY", "PGSSLROOTCERT"],
    ["ssl-cert", "ssl-key", "ssl-ca"],
    ["ssl_cert", "ssl_key", "ssl_ca"],
    ["tls-cert", "tls-key", "tls-ca"],
    ["tls_cert", "tls_key", "tls_ca"],
    ["x-tls-cert", "x-tls-key", "x-tls-ca"],
    ["cert_chain_path", "priv_key_path", "root_cert_path"],
    ["ssl_certfile", "ssl_keyfile", "ssl_ca_certs"],
    ["sslCertificate", "sslkey", "sslrootcert"],
];

struct UrlReader<'a> {
    text: &'a str,
    parts: &'a Parts,
    context: &'a ReadContext<'a>,
    has_implied_scheme: bool,
    pairs: Vec<Pair>,
    login: Login,
    variables: PartVariables,
}

impl UrlReader<'_> {
    /// Returns the query parameter for a part of the URL.
    fn parameter(&self, part: Component) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.row.key == Key::Component(part))
    }

    /// Returns the user name, the password or the database of the URL itself: from the query parameter or the part.
    fn own_part(&self, part: Component, own: Option<Span>) -> Result<Option<String>, UrlError> {
        match self.parameter(part) {
            Some(pair) => Ok(Some(pair.value.clone())),
            None => own.map(|span| percent::decode(span.of(self.text))).transpose().map_err(UrlError::from_kind),
        }
    }

    /// Returns the user name, the password or the database: from the variable, the query parameter or the part itself.
    fn part(&self, part: Component, own: Option<Span>, may_be_empty: bool) -> Result<Option<String>, UrlError> {
        if let Some((_, value)) = self.login.get(part) {
            return Ok(Some(value.clone()));
        }
        let is_dropped = part == Component::Password && self.login.drops_password;
        let own = if is_dropped { None } else { self.own_part(part, own)? };
        let Some((variable, value)) = self.variables.get(part) else {
            return Ok(own.filter(|own| may_be_empty || !own.is_empty()));
        };
        check_variable(value, part == Component::Password).map_err(|error| error.in_variable(variable))?;
        if part != Component::Password && value.contains("://") {
            let error = UrlError::from_kind(ProblemKind::InvalidValue).in_variable(variable);
            return Err(error.with_message("expected a name, found a URL").with_help("use only the name"));
        }
        Ok(Some(value.to_owned()))
    }

    fn username(&self) -> Result<Option<String>, UrlError> {
        self.part(Component::User, self.parts.username, false)
    }

    fn password(&self) -> Result<Option<String>, UrlError> {
        self.part(Component::Password, self.parts.password, true)
    }

    fn database(&self) -> Result<Option<String>, UrlError> {
        let Span { start, end } = self.parts.path;
        let path = (start < end && !is_socket_scheme(self.parts.scheme)).then_some(Span { start: start + 1, end });
        let database = self.part(Component::Database, path, false)?;
        Ok(match self.parts.backend {
            // `redis://host/0/`
            Backend::Redis => {
                database.map(|database| database.trim_matches('/').to_owned()).filter(|it| !it.is_empty())
            }
            _ => database,
        })
    }

    /// Returns the servers: those of the authority, overridden by query parameters and libpq's variables.
    fn hosts(&self, parameters: &[Parameter]) -> Result<Vec<Host>, UrlError> {
        let overrides = Overrides {
            host: self.variables.get(Component::Host),
            address: self.variables.get(Component::HostAddress),
            port: self.variables.get(Component::Port),
            replaces_addresses: self.context.libpq_first,
        };
        let servers = servers(self.text, self.parts, parameters, overrides).map_err(|fault| self.mistake(fault))?;
        servers.into_iter().map(Host::new).collect()
    }

    /// Returns the libpq variable that names the hosts.
    fn hosts_variable(&self) -> Option<&'static str> {
        let variable = self.variables.get(Component::Host).or(self.variables.get(Component::HostAddress));
        variable.map(|(name, _)| name)
    }

    /// Returns the names, addresses and sockets that the clients connect to.
    fn targets(&self, hosts: &[Host]) -> Result<Vec<(String, bool)>, UrlError> {
        let mut targets = Vec::new();
        for host in hosts {
            let name = host.lookup_name();
            let is_path = name.starts_with('/') && !host.is_socket();
            if host.address().is_none() || !(name.is_empty() || is_path) {
                let is_socket = host.is_socket() || name.is_empty() && self.defaults_to_socket(host.port())?;
                targets.push((name.to_owned(), is_socket));
            }
            targets.extend(host.address().map(|address| (address.to_string(), false)));
        }
        Ok(targets)
    }

    /// Returns whether a URL without a host means the local server's socket. It is looked up only if an attribute or a
    /// variable sets the TLS mode.
    fn defaults_to_socket(&self, port: Option<u16>) -> Result<bool, UrlError> {
        let ReadContext { tls, tls_variables, variables, .. } = self.context;
        if self.parts.backend != Backend::Postgres || !variables.are_known() {
            return Ok(false);
        }
        let mut is_set = tls.is_some();
        for name in tls_variables.iter().map(String::as_str).chain(["PGSSLMODE", "PGREQUIRESSL", "PGSSLNEGOTIATION"]) {
            is_set = is_set || variables.get(name)?.is_some();
        }
        Ok(is_set && libpq::host(port.unwrap_or(libpq::PORT)).starts_with('/'))
    }

    /// Returns the names of the variables that were used together with the URL's own.
    fn used_variables(&self, tls_variable: Option<String>) -> Vec<String> {
        let pairs = self.pairs.iter().filter(|pair| pair.at.is_none() && !pair.is_attribute);
        let pairs = pairs.map(|pair| pair.name.clone());
        let variables = self.variables.names().into_iter().map(str::to_owned);
        let of_text = self.context.part_variables.iter().map(|(_, name)| name.clone());
        of_text.chain(self.login.names()).chain(variables).chain(tls_variable).chain(pairs).collect()
    }

    fn tls(
        &self,
        targets: Vec<(String, bool)>,
        variable: Option<&(String, String)>,
        hosts_of_variables: bool,
    ) -> Result<Decided, UrlError> {
        let statements = |of_the_url: bool| {
            let pairs = self.pairs.iter().filter(|pair| pair.at.is_some() == of_the_url);
            pairs.filter_map(|pair| pair.row.key.tls_statement(&pair.name, &pair.value)).collect()
        };
        let variable = variable.map(|(name, value)| (name.as_str(), value.as_str()));
        let has_socket = targets.iter().all(|(_, is_socket)| *is_socket);
        let decided = decide(Decision {
            url: statements(true),
            variable: variable.map(|(name, value)| Statement { key: TlsKey::Variable, name, value }),
            libpq: statements(false),
            is_default: self.context.is_default,
            libpq_first: self.context.libpq_first,
            hosts_of_variables: hosts_of_variables && self.context.libpq_first,
            tls_scheme: scheme_that_implies_tls(self.parts.scheme),
            plaintext_scheme: scheme_without_tls(self.parts.scheme)
                .filter(|_| !(self.has_implied_scheme && self.context.default_tls.is_some())),
            verifies: self.parts.backend.verifies_by_default(),
            hosts: targets.iter().map(|(name, is_socket)| TlsHost { name, is_socket: *is_socket }).collect(),
            on_fly: self.context.on_fly,
            minimum: self.context.tls,
            fallback: self.context.default_tls,
        });
        let decided = decided.map_err(|Contradiction(name, other)| self.contradiction(name, other))?;
        let plan = &decided.plan;
        if let Some(name) = self.name_of_tls_over_socket(plan, has_socket) {
            return Err(self.at_parameter(name, Fault::tls_over_socket(name)));
        }
        let is_incomplete = plan.client_certificate.is_some() != plan.client_key.is_some();
        if self.parts.backend != Backend::MongoDb && is_incomplete && !self.context.is_partial {
            return Err(self.incomplete_client_certificate(plan.client_key.is_some()));
        }
        Ok(decided)
    }

    /// Returns the variable that sets the TLS mode, such as `DATABASE_TLS`, with its value. If several are set, they have to
    /// agree.
    fn tls_variable(&self) -> Result<Option<(String, String)>, UrlError> {
        let mut found: Option<(String, String)> = None;
        for name in &self.context.tls_variables {
            let Some(value) = self.context.variables.get(name)? else { continue };
            let requires = Part::is_require_ssl(name).then(|| boolean(&value)).flatten();
            let known = found.as_ref().and_then(|(_, value)| TlsMode::from_word(value));
            // It states nothing, or only what is known.
            if requires == Some(false) || requires == Some(true) && known.is_some_and(|mode| mode >= TlsMode::Require) {
                continue;
            }
            check_variable(&value, false).map_err(|error| error.in_variable(name.clone()))?;
            let mode = TlsMode::from_word(&value).filter(|_| !value.starts_with('{'));
            match &found {
                _ if mode.is_none() => {
                    return Err(UrlError::from_kind(ProblemKind::InvalidValue)
                        .with_message("invalid TLS mode")
                        .with_help("use `off`, `prefer`, `require`, `verify-ca` or `verify-full`")
                        .in_variable(name.clone()));
                }
                Some((first, value)) if TlsMode::from_word(value) != mode => return Err(different(first, name)),
                Some(_) => {}
                None => found = Some((name.clone(), value)),
            }
        }
        Ok(found)
    }

    /// Returns the error of two contradictory TLS parameters or variables. It marks the first.
    fn contradiction(&self, name: &str, other: &str) -> UrlError {
        let (name, other) = if name == self.parts.scheme { (other, name) } else { (name, other) };
        let fault = match (other, self.context.tls) {
            (ATTRIBUTE, Some(minimum)) => Fault::new(ProblemKind::Contradiction)
                .with_message(format!("`{name}` sets a weaker TLS mode than `{minimum}`, the minimum of {ATTRIBUTE}"))
                .with_help(format!("remove `{name}`, or set at least `{minimum}`")),
            _ => Fault::contradiction(name, other),
        };
        self.at_parameter(name, fault)
    }

    /// Returns the parameter or the scheme that asks for TLS over the socket of a Redis server. The TLS variable does not
    /// apply to a socket.
    fn name_of_tls_over_socket<'a>(&self, plan: &'a TlsPlan, has_socket: bool) -> Option<&'a str> {
        let has_tls = self.parts.backend == Backend::Redis && has_socket && plan.mode() > TlsMode::Prefer;
        match plan.reason().decider() {
            TlsReason::QueryParameter(name) if has_tls => Some(name),
            TlsReason::Scheme(scheme) if has_tls => Some(scheme),
            _ => None,
        }
    }

    /// Returns the error of a query parameter, the scheme or a variable, and marks it in the URL.
    fn at_parameter(&self, name: &str, fault: Fault) -> UrlError {
        let place = self.pairs.iter().find(|pair| pair.name == name).and_then(|pair| pair.at);
        let scheme = Span { start: 0, end: self.parts.scheme.len() };
        match place.or((name == self.parts.scheme).then_some(scheme)) {
            Some(span) => self.mistake(self.parts.mark(self.text, fault, span)),
            None => UrlError::from(fault).in_variable(name.to_owned()),
        }
    }

    /// Returns the error of a client certificate without its key, or (`is_key`) of a key without its certificate.
    fn incomplete_client_certificate(&self, is_key: bool) -> UrlError {
        let key = if is_key { TlsKey::ClientKey } else { TlsKey::ClientCertificate };
        let Some(Pair { name, .. }) = self.pairs.iter().find(|pair| pair.row.key == Key::Tls(key)) else {
            return UrlError::from_kind(ProblemKind::InvalidValue);
        };
        let is_own = |names: &&[&str; 3]| names[usize::from(is_key)].eq_ignore_ascii_case(name);
        let [certificate, key, root] = CERTIFICATES.iter().find(is_own).unwrap_or(&CERTIFICATES[0]);
        let missing = if is_key { certificate } else { key };
        let fault = Fault::new(ProblemKind::InvalidValue)
            .with_message(format!("`{name}` needs `{missing}`"))
            .with_help(format!("add `{missing}`; use `{root}` for the CA certificate"));
        self.at_parameter(name, fault)
    }

    fn mistake(&self, fault: Fault) -> UrlError {
        UrlError::from_fault(fault, self.text, self.parts)
    }
}
