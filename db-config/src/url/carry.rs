//! What the targets ask of a URL: the meanings of its keys, and whether a client carries all of them.

use std::fmt;
use std::time::Duration;

use super::{DatabaseUrl, Host, Pair};
use crate::error::UrlError;
use crate::keys::Key;
use crate::problem::ProblemKind;
use crate::redact::{self, Excerpt};
use crate::syntax::{Parts, Span};
use crate::tls::TlsMode;
use crate::{Backend, ascii};

/// What the targets ask.
#[allow(dead_code, reason = "each client's feature uses its own part of it")]
impl DatabaseUrl {
    /// Refuses a URL of a backend that a target does not take.
    pub(crate) fn is_of(&self, schemes: &[&str]) -> Result<(), UrlError> {
        if self.backend().is_among(schemes) { Ok(()) } else { Err(self.unexpected_scheme(schemes, &[])) }
    }

    /// The scheme is none of the `accepted`, though the field's type may take it.
    pub(crate) fn unexpected_scheme(&self, accepted: &[&str], of_type: &[&str]) -> UrlError {
        let backends: Vec<Backend> = Backend::among(accepted).collect();
        let names: Vec<&str> = backends.iter().map(|backend| backend.name()).collect();
        let schemes: Vec<String> =
            backends.iter().flat_map(|backend| backend.schemes()).map(|scheme| format!("{scheme}://")).collect();
        let schemes = match &schemes[..] {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            _ => schemes.concat(),
        };
        let otherwise = match self.backend().is_among(of_type) {
            true => format!("add \"{}\" to the field's `schemes(...)`", self.backend().schemes()[0]),
            false => format!("give the field a type that takes {}", self.backend().name()),
        };
        self.error(ProblemKind::UnexpectedScheme, Span { start: 0, end: self.scheme().len() })
            .with_message(format!("a {} URL is expected here, not `{}://`", names.join(" or "), self.scheme()))
            .with_remedy(format!("write {schemes}, or {otherwise}"))
    }

    /// The value of the first key with this meaning.
    pub(crate) fn value(&self, key: Key) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str())
    }

    /// The number that a key counts; `Takes` has checked that it is one.
    pub(crate) fn number(&self, key: Key) -> Option<u32> {
        self.value(key).and_then(|value| ascii::number(value.as_bytes()))
    }

    pub(crate) fn boolean(&self, key: Key) -> Option<bool> {
        self.value(key).and_then(|value| ascii::boolean(value.as_bytes()))
    }

    /// The keys with these meanings, as they are spelled.
    pub(crate) fn keys(&self, wanted: impl Fn(Key) -> bool) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.pairs.iter().filter(move |pair| wanted(pair.key));
        pairs.map(|pair| (pair.name.as_str(), pair.value.as_str()))
    }

    /// Refuses the first key that `client` does not carry. Those that belong to the pool or to
    /// another tool concern no connection, and those of the URL's own parts and of TLS are looked
    /// at where those are.
    pub(crate) fn carries(&self, client: &str, carried: &[Key]) -> Result<(), UrlError> {
        let passes = |pair: &&Pair| pair.key.is_common() || carried.contains(&pair.key) || self.asks_nothing(pair);
        let missing = self.pairs.iter().find(|pair| !passes(pair));
        self.no_tls_over_a_socket()?;
        match missing {
            None => Ok(()),
            Some(pair) => {
                let error = self.not_carried(client, &format!("`{}`", pair.name), pair.name_at);
                Err(match pair.key {
                    Key::ChannelBinding => error.with_remedy("verify the host instead, which proves the same: `sslmode=verify-full`, or `tls = \"verify-full\"` on the field"),
                    _ => error,
                })
            }
        }
    }

    /// PostgreSQL has no TLS over a Unix socket: where some was asked for, nothing honours it.
    fn no_tls_over_a_socket(&self) -> Result<(), UrlError> {
        if self.backend() != Backend::Postgres || !self.hosts.iter().all(Host::is_socket) {
            return Ok(());
        }
        let tls = self.tls();
        if tls.mode() <= TlsMode::Prefer {
            return Ok(());
        }
        Err(self
            .error(ProblemKind::NotCarried, self.parts.hosts)
            .with_message(format!("a Unix socket carries no TLS, and `{}` is asked for: {}", tls.mode(), tls.reason()))
            .with_remedy("write `sslmode=disable`, or a host that is reached over the network"))
    }

    /// Whether a pair asks for what every client does anyway, or has another proof of.
    fn asks_nothing(&self, pair: &Pair) -> bool {
        match (pair.key, pair.value.to_ascii_lowercase().as_str()) {
            (Key::TargetSessionAttrs, "any") => true,
            (Key::LoadBalanceHosts, "disable") => true,
            (Key::TlsNegotiation, "postgres") => true,
            (Key::ChannelBinding, "disable" | "prefer") => true,
            // It proves that nobody stands between: as does a certificate for the host's name.
            (Key::ChannelBinding, _) => self.tls().mode() == TlsMode::VerifyFull,
            (Key::Keepalives, value) => ascii::boolean(value.as_bytes()) == Some(true),
            (Key::Libpq, "disable" | "prefer") => pair.name.eq_ignore_ascii_case("gssencmode"),
            (Key::Libpq, "0") => pair.name.eq_ignore_ascii_case("sslcompression"),
            (Key::Libpq, "1") => pair.name.eq_ignore_ascii_case("sslsni"),
            _ => false,
        }
    }

    /// Refuses the first of the pool's keys that the pool of `client` has nothing for.
    pub(crate) fn lacks(&self, client: &str, missing: &[Key]) -> Result<(), UrlError> {
        match self.pairs.iter().find(|pair| missing.contains(&pair.key)) {
            None => Ok(()),
            Some(pair) => Err(self.not_carried(client, &format!("`{}`", pair.name), pair.name_at)),
        }
    }

    /// The least and the most connections that the pool may have, where the URL says so.
    pub(crate) fn pool_sizes(&self) -> Result<(Option<u32>, Option<u32>), UrlError> {
        let (min, max) = (self.number(Key::MinConnections), self.number(Key::MaxConnections));
        let error = |message: String, remedy| {
            Err(self.error(ProblemKind::Value, self.parts.query).with_message(message).with_remedy(remedy))
        };
        match (min, max) {
            (_, Some(0)) => error("a pool that can have no connections".to_owned(), "write a maximum above 0"),
            (Some(min), Some(max)) if min > max => {
                error(format!("a pool of at least {min} and at most {max} connections"), "write a maximum not below it")
            }
            sizes => Ok(sizes),
        }
    }

    /// A time of the pool; `Some(None)` is 0, which means no limit, as in libpq and Prisma.
    pub(crate) fn limit(&self, key: Key) -> Option<Option<Duration>> {
        self.number(key).map(|seconds| (seconds > 0).then(|| Duration::from_secs(seconds.into())))
    }

    /// The same for a client that has no word for no limit.
    pub(crate) fn time(&self, key: Key) -> Option<Duration> {
        const NO_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);
        self.limit(key).map(|limit| limit.unwrap_or(NO_LIMIT))
    }

    /// How long to wait for a connection of a pool that also counts the time to connect.
    pub(crate) fn acquire_timeout(&self) -> Option<Duration> {
        self.time(Key::AcquireTimeout).or(self.time(Key::ConnectTimeout))
    }

    /// Refuses several hosts, which `client` cannot carry.
    pub(crate) fn one_host(&self, client: &str) -> Result<&Host, UrlError> {
        match &self.hosts[..] {
            [host] => Ok(host),
            _ => {
                let error = self.not_carried(client, "several hosts", self.parts.hosts);
                Err(error.with_remedy("write one, or give the field a client that takes several"))
            }
        }
    }

    /// `client` cannot carry `what`, which stands at `span`.
    pub(crate) fn not_carried(&self, client: &str, what: &str, span: Span) -> UrlError {
        UrlError::of(ProblemKind::NotCarried)
            .with_message(format!("{client} cannot carry {what}"))
            .at(self.excerpt(span))
    }

    /// `client` cannot do what was decided about TLS.
    pub(crate) fn no_such_tls(&self, client: &str, remedy: &'static str) -> UrlError {
        let tls = self.tls();
        let by_attribute = self.surroundings.tls.attribute.is_some();
        let remedy = if by_attribute { "write another mode in the `tls` attribute" } else { remedy };
        UrlError::of(ProblemKind::NotCarried)
            .with_message(format!("{client} cannot do TLS mode `{}` (decided because {})", tls.mode(), tls.reason()))
            .with_remedy(remedy)
            .at(self.excerpt(self.parts.hosts))
    }

    /// `client` refuses the settings made from this URL; `error` is its own text, from which
    /// nothing secret gets through.
    pub(crate) fn refused(&self, client: &str, error: impl fmt::Display) -> UrlError {
        let error = error.to_string();
        let error = redact::without_secrets(&error, self.secrets()).unwrap_or("the reason it gives may hold a secret");
        UrlError::of(ProblemKind::Refused).with_message(format!("{client} refuses it: {error}"))
    }

    pub(crate) fn error(&self, kind: ProblemKind, span: Span) -> UrlError {
        UrlError::of(kind).at(self.excerpt(span))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Refuses a client certificate that neither `client` nor a `TlsPlan` beside it would hold.
    pub(crate) fn holds_certificates(&self, client: &str) -> Result<(), UrlError> {
        let tls = self.tls();
        if self.surroundings.certificates_are_held || tls.mode() == TlsMode::Off || tls.client_certificate().is_none() {
            return Ok(());
        }
        let remedy = "give the field the type `(Config, TlsPlan)`, and build the client's connector from the plan";
        Err(self.not_carried(client, "a client certificate", self.parts.query).with_remedy(remedy))
    }

    pub(crate) fn application_name(&self) -> Option<&str> {
        self.value(Key::ApplicationName).or(self.surroundings.application_name.as_deref())
    }

    /// libpq's `options`: the URL's own, and each setting that has a key of its own.
    pub(crate) fn options(&self) -> Option<String> {
        let mut options: Vec<String> = Vec::new();
        for (name, value) in self.keys(|key| key == Key::Options) {
            match name.split_once('[') {
                None => options.push(value.to_owned()),
                Some((_, setting)) => options.push(server_option(setting.trim_end_matches(']'), value)),
            }
        }
        if options.is_empty() {
            options.extend(self.surroundings.options.clone());
        }
        if let Some((name, value)) = self.keys(|key| key == Key::SearchPath).next() {
            let value = if name.eq_ignore_ascii_case("schema") { identifier(value) } else { value.to_owned() };
            options.push(server_option("search_path", &value));
        }
        let seconds = self.number(Key::StatementTimeoutSeconds).map(|seconds| u64::from(seconds) * 1000);
        if let Some(milliseconds) = self.number(Key::StatementTimeout).map(u64::from).or(seconds) {
            options.push(server_option("statement_timeout", &milliseconds.to_string()));
        }
        (!options.is_empty()).then(|| options.join(" "))
    }

    /// How many prepared statements a connection may keep: none behind PgBouncer.
    pub(crate) fn statement_cache(&self) -> Option<u32> {
        let off = self.boolean(Key::PgBouncer) == Some(true) || self.boolean(Key::PreparedStatements) == Some(false);
        if off { Some(0) } else { self.number(Key::StatementCache) }
    }

    fn secrets(&self) -> impl Iterator<Item = &str> {
        let raw = self.parts.password.map(|span| span.of(&self.text));
        let is_hidden = |pair: &&Pair| redact::is_hidden(&pair.name, &pair.value, self.backend());
        let values = self.pairs.iter().filter(is_hidden).map(|pair| pair.value.as_str());
        self.password().into_iter().chain(raw).chain(values)
    }

    pub(crate) fn excerpt(&self, span: Span) -> Excerpt {
        redact::excerpt(&self.text, &self.parts, span)
    }
}

/// One server option as `options` writes it: blanks and backslashes escaped, as libpq's manual says.
fn server_option(name: &str, value: &str) -> String {
    let mut option = format!("-c {name}=");
    for c in value.chars() {
        if c == '\\' || c.is_ascii_whitespace() {
            option.push('\\');
        }
        option.push(c);
    }
    option
}

/// A name as it is, which PostgreSQL would fold to lower case: Prisma's `schema` is one name, quoted.
fn identifier(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

impl Key {
    /// Whether a key concerns the URL's own parts, TLS, the pool or another tool.
    fn is_common(self) -> bool {
        use Key::*;
        matches!(
            self,
            Host | HostAddress
                | Port
                | User
                | Password
                | Database
                | Socket
                | Tls
                | TlsVerified
                | TlsRequired
                | TlsVerify
                | TlsVerifyCa
                | TlsVerifyHost
                | TlsAcceptInvalid
                | TlsAcceptInvalidHost
                | RootCertificate
                | ClientCertificate
                | ClientKey
                | MaxConnections
                | MinConnections
                | AcquireTimeout
                | IdleTimeout
                | MaxLifetime
                | Foreign
        )
    }
}
