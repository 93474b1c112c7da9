//! From the text and its surroundings to a [`DatabaseUrl`].

mod fault;
mod hosts;
mod password_file;
mod pool;
mod swallowed;
mod variables;

use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use self::fault::fault;
use self::variables::{PartVariables, check_variable};
use super::host::Host;
use super::pair::Pair;
use super::percent::Decoded;
use super::span::Span;
use super::syntax::{self, Parts};
use super::{DatabaseUrl, Surroundings, redact, whatwg};
use crate::error::{ProblemKind, UrlError};
use crate::query::{self, Key, Part, Repeat, Takes};
use crate::tls::{ATTRIBUTE, Contradiction, Decided, Decision, Statement, Target, TlsKey, TlsPlan, TlsReason, decide};
use crate::{Backend, TlsMode, libpq};

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        Self::read(text.to_owned(), &Surroundings::default())
    }
}

impl DatabaseUrl {
    pub(crate) fn read(text: String, surroundings: &Surroundings<'_>) -> Result<Self, UrlError> {
        let parts = syntax::parts(&text).map_err(|kind| fault(kind, &text, surroundings.accepted))?;
        let variables = PartVariables::default();
        let mut reader = Reader { text: &text, parts: &parts, surroundings, pairs: Vec::new(), variables };
        reader.read_pairs()?;
        let is_server = parts.backend != Backend::Sqlite;
        if is_server {
            reader.variables = reader.part_variables()?;
        }
        let (username, mut password, database, (hosts, hosts_by)) = match is_server {
            true => (reader.username()?, reader.password()?, reader.database()?, reader.hosts()?),
            false => (None, None, None, (Vec::new(), None)),
        };
        let targets = reader.targets(&hosts)?;
        reader.add_variables(&targets)?;
        let mut skipped_file = None;
        let mut password_by = None;
        if password.as_ref().is_none_or(|password| password.of(&text).is_empty()) {
            let part = |part: &'_ Option<Decoded>| part.as_ref().map(|part| part.of(&text).to_owned());
            let (user, database) = (part(&username), part(&database));
            let from_file = reader.password_file(&hosts, user.as_deref(), database.as_deref())?;
            skipped_file = from_file.skipped;
            if let Some((text, name)) = from_file.password {
                password = Some(Decoded::Copied(text));
                password_by = Some(name);
            }
        } else {
            reader.ignore_password_file();
        }
        reader.add_pools();
        let tls_variable = if is_server { reader.tls_variable()? } else { None };
        let decided = if is_server {
            reader.tls(targets, tls_variable.as_ref(), hosts_by.is_some())?
        } else {
            Decided { plan: TlsPlan::new(TlsMode::Off, TlsReason::NoNetwork), stricter_host: None }
        };
        let mut variables = reader.used_variables(tls_variable.map(|(name, _)| name));
        variables.extend(password_by);
        let has_service = parts.backend == Backend::Postgres && surroundings.variables.get("PGSERVICE")?.is_some();
        let pairs = reader.pairs;
        Ok(Self {
            username,
            password,
            database,
            hosts,
            hosts_by,
            variables,
            tls: decided.plan,
            stricter_host: decided.stricter_host,
            has_service,
            skipped_file,
            pairs,
            pathname: pathname(&text, &parts),
            opens_pathname: surroundings.pathname,
            memory: if is_server { 0 } else { next_memory() },
            in_release_command: surroundings.in_release_command,
            text,
            parts,
        })
    }
}

/// `new URL(text).pathname`, which is the path as it stands unless there is something in it to resolve or to encode.
fn pathname(text: &str, parts: &Parts) -> Decoded {
    let Span { start, end } = parts.path;
    let path = parts.path.of(text);
    let behind_authority = match path.strip_prefix("//") {
        Some(rest) if parts.backend == Backend::Sqlite => rest.starts_with('/').then_some(start + 2),
        _ => (path.starts_with('/') || path.is_empty() && parts.backend != Backend::Sqlite).then_some(start),
    };
    if let Some(start) = behind_authority.filter(|start| whatwg::is_plain(&text[*start..end])) {
        return Decoded::AsItStands(Span { start, end });
    }
    Decoded::Copied(whatwg::pathname(text).unwrap_or_else(|| {
        // After SQLite's authority, which `new URL` would refuse.
        let path = path.strip_prefix("//").map_or(path, |rest| rest.find('/').map_or("", |slash| &rest[slash..]));
        whatwg::path_of(parts.scheme, path)
    }))
}

/// A unique number for an in-memory database.
fn next_memory() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

struct Reader<'a> {
    text: &'a str,
    parts: &'a Parts,
    surroundings: &'a Surroundings<'a>,
    pairs: Vec<Pair>,
    variables: PartVariables,
}

impl<'a> Reader<'a> {
    fn read_pairs(&mut self) -> Result<(), UrlError> {
        for (name, value) in syntax::pairs(self.text, self.parts.query) {
            let pair = self.pair(name, value)?;
            self.check_twin(&pair, name)?;
            self.pairs.push(pair);
        }
        Ok(())
    }

    /// One pair of the query, with a known key and a value that it takes.
    fn pair(&self, name_at: Span, value_at: Span) -> Result<Pair, UrlError> {
        let name = Decoded::new(self.text, name_at, self.parts.has_escapes).map_err(UrlError::of)?;
        let value = Decoded::new(self.text, value_at, self.parts.has_escapes).map_err(UrlError::of)?;
        let word = name.of(self.text);
        let Some(row) = query::find(word.as_bytes(), self.parts.backend) else {
            return Err(self.unknown_key(word, name_at));
        };
        self.check_swallowed(row, word, &value, name_at, value_at)?;
        if !row.takes.accepts(value.of(self.text).as_bytes()) {
            return Err(self
                .error(ProblemKind::Value, value_at)
                .with_message(format!("`{word}` does not take this value"))
                .with_remedy(row.takes.remedy()));
        }
        if let Key::Refused(message, remedy) = row.key {
            return Err(self.error(ProblemKind::NotCarried, name_at).with_message(message).with_remedy(remedy));
        }
        Ok(Pair::new(row, name, value, name_at))
    }

    fn unknown_key(&self, name: &str, name_at: Span) -> UrlError {
        let kind = query::unknown(name.as_bytes());
        // As likely the end of a password as a key: nothing of it is shown.
        if self.may_be_password(name_at) {
            return match self.parts.username {
                None => UrlError::of(ProblemKind::RawCharacter('?')),
                Some(_) => UrlError::of(kind)
                    .with_message("a raw `@` after an unknown query key: one of the two belongs to another part")
                    .with_remedy("write a `?` of the password as `%3F`, or the `@` of a value as `%40`"),
            };
        }
        if let Some(secret) = self.pairs.last().filter(|pair| matches!(pair.row.takes, Takes::Secret)) {
            let secret = secret.name(self.text);
            return self
                .error(kind, name_at)
                .with_message(format!("a raw `&` in the value of `{secret}`, or an unknown query key after it"))
                .with_remedy("write a `&` of the value as `%26`, or remove the key");
        }
        let error = self.error(kind, name_at);
        let error = error.with_message(format!("{}: `{}`", kind.message(), name_at.of(self.text)));
        // `?a=b;tls=true` has been found before: this is `?;tls=true`, or HTML's `&amp;`.
        if name.contains(';') {
            return error.with_remedy("separate query parameters with `&` alone");
        }
        match query::suggestion(name, self.parts.backend) {
            _ if kind == ProblemKind::UnknownTlsKey && self.parts.backend == Backend::Sqlite => {
                error.with_remedy("remove it: SQLite has no network")
            }
            Some(near) => {
                let row = query::find(near.as_bytes(), self.parts.backend);
                error.with_remedy(format!("did you mean `{near}`{}?", row.map_or("", |row| row.takes.unit())))
            }
            None if kind == ProblemKind::UnknownTlsKey && self.parts.backend == Backend::MongoDb => {
                error.with_remedy("use `tls`, `tlsCAFile` and `tlsCertificateKeyFile`")
            }
            None => error,
        }
    }

    fn check_twin(&self, pair: &Pair, name_at: Span) -> Result<(), UrlError> {
        let by_name = match pair.row.repeat {
            Repeat::Repeated => return Ok(()),
            Repeat::Single => false,
            Repeat::SingleByName => true,
        };
        let is_twin = |twin: &&Pair| match by_name {
            true => twin.name(self.text).eq_ignore_ascii_case(pair.name(self.text)),
            false => twin.row.name() == pair.row.name(),
        };
        // From the end, so that a key which is repeated without end costs no more for each.
        match self.pairs.iter().rev().find(is_twin) {
            Some(twin) if twin.value(self.text) != pair.value(self.text) => {
                let error = self.conflict(pair.name(self.text), twin.name(self.text), Some(name_at));
                Err(match pair.row.key {
                    Key::Part(Part::Host) => error.with_remedy("write all of them as lists: `host=a,b&port=5432,5433`"),
                    _ => error,
                })
            }
            _ => Ok(()),
        }
    }

    /// The URL's key for one of its parts.
    fn key(&self, part: Part) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.row.key == Key::Part(part))
    }

    /// The user, the password or the database: from the variable, the key or the URL's own part.
    fn part(&self, part: Part, own: Option<Span>, may_be_empty: bool) -> Result<Option<Decoded>, UrlError> {
        let counts = |decoded: &Decoded| may_be_empty || !decoded.of(self.text).is_empty();
        let said = match self.key(part) {
            Some(pair) => Some(Decoded::Copied(pair.value(self.text).to_owned())),
            None => own
                .map(|span| Decoded::new(self.text, span, self.parts.has_escapes))
                .transpose()
                .map_err(UrlError::of)?,
        };
        let said = said.filter(counts);
        let Some((variable, value)) = self.variables.get(part) else { return Ok(said) };
        check_variable(value, part == Part::Password).map_err(|error| error.in_variable(variable))?;
        if part != Part::Password && value.contains("://") {
            let error = UrlError::of(ProblemKind::Value).in_variable(variable);
            return Err(error.with_message("a URL where a name belongs").with_remedy("write the name alone"));
        }
        Ok(Some(Decoded::Copied(value.to_owned())))
    }

    fn username(&self) -> Result<Option<Decoded>, UrlError> {
        self.part(Part::User, self.parts.username, false)
    }

    fn password(&self) -> Result<Option<Decoded>, UrlError> {
        self.part(Part::Password, self.parts.password, true)
    }

    fn database(&self) -> Result<Option<Decoded>, UrlError> {
        let Span { start, end } = self.parts.path;
        self.part(Part::Database, (start < end).then_some(Span { start: start + 1, end }), false)
    }

    /// The names, addresses and sockets that the clients connect to.
    fn targets(&self, hosts: &[Host]) -> Result<Vec<(String, bool)>, UrlError> {
        let mut targets = Vec::new();
        for host in hosts {
            let name = host.lookup_name();
            let is_path = name.starts_with('/') && !host.is_socket();
            if host.address.is_none() || !(name.is_empty() || is_path) {
                let is_socket = host.is_socket() || name.is_empty() && self.defaults_to_socket(host.port())?;
                targets.push((name.to_owned(), is_socket));
            }
            targets.extend(host.address.map(|address| (address.to_string(), false)));
        }
        Ok(targets)
    }

    /// Whether an omitted host is the local server's socket. Only what the surroundings state about TLS depends on it.
    fn defaults_to_socket(&self, port: Option<u16>) -> Result<bool, UrlError> {
        let Surroundings { tls, tls_variable, variables, .. } = self.surroundings;
        if self.parts.backend != Backend::Postgres || !variables.are_known() {
            return Ok(false);
        }
        let mut is_stated = tls.is_some();
        for name in tls_variable.iter().map(String::as_str).chain(["PGSSLMODE", "PGREQUIRESSL", "PGSSLNEGOTIATION"]) {
            is_stated = is_stated || variables.get(name)?.is_some();
        }
        Ok(is_stated && libpq::host(port.unwrap_or(libpq::PORT)).starts_with('/'))
    }

    /// The names of the variables that were used together with the text.
    fn used_variables(&self, tls_variable: Option<String>) -> Vec<String> {
        let pairs = self.pairs.iter().filter(|pair| pair.at.is_none() && !pair.is_attribute);
        let pairs = pairs.map(|pair| pair.name(self.text).to_owned());
        self.variables.names().into_iter().map(str::to_owned).chain(tls_variable).chain(pairs).collect()
    }

    fn tls(
        &self,
        targets: Vec<(String, bool)>,
        variable: Option<&(String, String)>,
        hosts_of_variables: bool,
    ) -> Result<Decided, UrlError> {
        let statements = |of_the_url: bool| {
            let pairs = self.pairs.iter().filter(|pair| pair.at.is_some() == of_the_url);
            pairs
                .filter_map(|pair| match pair.row.key {
                    Key::Tls(key) => Some(Statement { key, by: pair.name(self.text), value: pair.value(self.text) }),
                    _ => None,
                })
                .collect()
        };
        let by_variable = variable.map(|(name, value)| (name.as_str(), value.as_str()));
        let decided = decide(Decision {
            url: statements(true),
            variable: by_variable.map(|(by, value)| Statement { key: TlsKey::Variable, by, value }),
            libpq: statements(false),
            is_default: self.surroundings.is_default,
            libpq_first: self.surroundings.libpq_first,
            hosts_of_variables: hosts_of_variables && self.surroundings.libpq_first,
            tls_scheme: Some(self.parts.scheme).filter(|scheme| *scheme == "mongodb+srv"),
            is_mongodb: self.parts.backend == Backend::MongoDb,
            hosts: targets.iter().map(|(name, is_socket)| Target { name, is_socket: *is_socket }).collect(),
            on_fly: self.surroundings.on_fly,
            minimum: self.surroundings.tls,
            fallback: self.surroundings.default_tls,
        });
        let decided = decided.map_err(|Contradiction(by, other)| self.contradiction(by, other))?;
        let plan = &decided.plan;
        if self.parts.backend != Backend::MongoDb && plan.client_certificate.is_some() != plan.client_key.is_some() {
            return Err(self.half_of_a_pair(plan.client_key.is_some()));
        }
        Ok(decided)
    }

    /// The variable that sets the TLS mode, such as `DATABASE_TLS`, with its value.
    fn tls_variable(&self) -> Result<Option<(String, String)>, UrlError> {
        let Some(name) = &self.surroundings.tls_variable else { return Ok(None) };
        let Some(value) = self.surroundings.variables.get(name)? else { return Ok(None) };
        check_variable(&value, false).map_err(|error| error.in_variable(name.clone()))?;
        match TlsMode::of_word(value.as_bytes()) {
            Some(_) if !value.starts_with('{') => Ok(Some((name.clone(), value))),
            _ => Err(UrlError::of(ProblemKind::Value)
                .with_message("not a TLS mode")
                .with_remedy("use `off`, `prefer`, `require`, `verify-ca` or `verify-full`")
                .in_variable(name.clone())),
        }
    }

    /// Two statements about TLS that exclude each other: the first is marked.
    fn contradiction(&self, by: &str, other: &str) -> UrlError {
        let (by, other) = if by == self.parts.scheme { (other, by) } else { (by, other) };
        let place = |name: &str| self.pairs.iter().find(|pair| pair.name(self.text) == name).and_then(|pair| pair.at);
        if let (ATTRIBUTE, Some(minimum)) = (other, self.surroundings.tls) {
            let error = match place(by) {
                Some(span) => self.error(ProblemKind::Conflict, span),
                None => UrlError::of(ProblemKind::Conflict).in_variable(by.to_owned()),
            };
            return error
                .with_message(format!("`{by}` asks for less than {ATTRIBUTE}, whose minimum is `{minimum}`"))
                .with_remedy(format!("remove `{by}`, or ask for `{minimum}`"));
        }
        self.conflict(by, other, place(by))
    }

    /// A client certificate without its key, or (`is_key`) the reverse.
    fn half_of_a_pair(&self, is_key: bool) -> UrlError {
        let (key, given) = match is_key {
            true => (TlsKey::ClientKey, "a key"),
            false => (TlsKey::ClientCertificate, "a certificate"),
        };
        let pair = self.pairs.iter().find(|pair| pair.row.key == Key::Tls(key));
        let (error, missing) = match pair.map(|pair| (pair.at, pair.name(self.text))) {
            Some((None, variable)) => (
                UrlError::of(ProblemKind::Value).in_variable(variable.to_owned()),
                if is_key { "PGSSLCERT" } else { "PGSSLKEY" },
            ),
            at => {
                let span = at.and_then(|(span, _)| span).unwrap_or(self.parts.query);
                (self.error(ProblemKind::Value, span), if is_key { "`sslcert`" } else { "`sslkey`" })
            }
        };
        error
            .with_message(format!("{given} of the client without the other half of the pair"))
            .with_remedy(format!("add {missing}; the CA's certificate is `sslrootcert`"))
    }

    /// `at` is where `name` stands; `None` for a variable.
    fn conflict(&self, name: &str, other: &str, at: Option<Span>) -> UrlError {
        let message = match name == other {
            true => format!("`{name}` is given twice, with different values"),
            false => format!("`{name}` contradicts `{other}`"),
        };
        let error = match at {
            Some(span) => self.error(ProblemKind::Conflict, span),
            None => UrlError::of(ProblemKind::Conflict).in_variable(name.to_owned()),
        };
        error.with_message(message).with_remedy("keep one of them")
    }

    fn error(&self, kind: ProblemKind, span: Span) -> UrlError {
        self.at(span, UrlError::of(kind))
    }

    fn at(&self, span: Span, error: UrlError) -> UrlError {
        match self.may_be_password(span) {
            true => error,
            false => error.at(redact::excerpt(self.text, self.parts, span)),
        }
    }

    /// Whether what stands here in the query may be a part of a password: a raw `@` follows, or there is one and no user.
    fn may_be_password(&self, span: Span) -> bool {
        let Span { start, end } = self.parts.query;
        let from = if self.parts.username.is_none() { start } else { span.start };
        span.start >= start && self.text[from..end].contains('@')
    }
}
