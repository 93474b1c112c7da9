//! A database URL, read once for all clients.

mod diagnose;
mod host;
mod idna;
mod notice;
mod pair;
pub(crate) mod percent;
mod read;
pub(crate) mod redact;
mod span;
pub(crate) mod sqlite_path;
mod surroundings;
pub(crate) mod syntax;
mod whatwg;

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

pub use self::host::Host;
pub use self::notice::NoticeKind;
pub(crate) use self::pair::Pair;
use self::percent::Decoded;
pub(crate) use self::read::next_memory;
pub(crate) use self::span::Span;
pub(crate) use self::surroundings::{PoolStatement, Surroundings};
use self::syntax::Parts;
pub use self::whatwg::{pathname, pathname_with_base};
use crate::error::{Excerpt, ProblemKind, UrlError};
use crate::query::{Key, Part};
use crate::tls::{TlsKey, TlsPlan, TlsReason};
use crate::{Backend, Backends, Carries};

/// A database URL: parsed, checked and decoded. It is what the URL says;
/// [`Resolved`](crate::resolved::Resolved) is what that means to a client.
///
/// The grammar is RFC 3986 with what libpq
/// ([Connection URIs](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS))
/// and MongoDB ([connection strings](https://www.mongodb.com/docs/manual/reference/connection-string/))
/// add to it: several hosts, an empty host, a socket's path as the host (`%2Fvar%2Frun`). A part that clients read
/// differently, such as a raw `@` in a password, is refused, and the error names its escape.
///
/// `Debug`, `Display` and (feature `serde`) `Serialize` show it without its secrets;
/// [`expose`](Self::expose) is the only way to get the text itself.
///
/// ```
/// use db_config::{Backend, DatabaseUrl};
///
/// let url: DatabaseUrl = "postgresql://app:p%40ss@db1,db2:5433/orders?sslmode=require".parse()?;
/// assert_eq!(url.backend(), Backend::Postgres);
/// assert_eq!(url.password(), Some("p@ss"));
/// assert_eq!(url.hosts()[1].name(), "db2");
/// assert_eq!(url.hosts()[1].port(), Some(5433));
/// assert_eq!(url.database(), Some("orders"));
/// assert_eq!(url.to_string(), "postgresql://app:***@db1,db2:5433/orders?sslmode=require");
/// # Ok::<(), db_config::UrlError>(())
/// ```
///
/// # Errors
///
/// [`from_str`](std::str::FromStr::from_str) returns the first problem that it finds, with what to write instead.
/// It looks at the text alone: a SQLite URL that names no file
/// ([`sqlite_path`](Self::sqlite_path)) or a part that a client cannot carry is found when the
/// settings of a client are made from it.
#[derive(Clone)]
pub struct DatabaseUrl {
    text: String,
    parts: Parts,
    username: Option<Decoded>,
    password: Option<Decoded>,
    database: Option<Decoded>,
    hosts: Vec<Host>,
    /// The libpq variable that names them.
    hosts_by: Option<&'static str>,
    pairs: Vec<Pair>,
    tls: TlsPlan,
    pathname: Decoded,
    opens_pathname: bool,
    /// The number of the in-memory database, if it has no name.
    memory: u64,
    /// A `TlsPlan` in the same tuple holds the client's certificate.
    certificates_are_held: bool,
    /// `fly_replica` has chosen the port.
    replicas: bool,
    in_release_command: bool,
}

/// A part of a [`DatabaseUrl`], for the mark of an error: [`DatabaseUrl::not_carried`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlPart<'a> {
    /// Before the first colon.
    Scheme,
    /// Before the password.
    Username,
    /// Before the `@`.
    Password,
    /// The list of hosts with their ports.
    Hosts,
    /// After the hosts: the database or the file.
    Path,
    /// After the `?`.
    Query,
    /// A key of the query, as the URL spells it, or the libpq variable that stands for it.
    Key(&'a str),
}

impl DatabaseUrl {
    /// The scheme, in lower case.
    pub fn scheme(&self) -> &str {
        self.parts.scheme
    }

    /// The kind of database.
    pub fn backend(&self) -> Backend {
        self.parts.backend
    }

    /// The servers, at least one; for SQLite there are none.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// The first server's name, decoded; `None` if the URL names none.
    pub fn host(&self) -> Option<&str> {
        self.hosts.first().map(Host::name).filter(|name| !name.is_empty())
    }

    /// The first server's port, if the URL has one.
    pub fn port(&self) -> Option<u16> {
        self.hosts.first().and_then(Host::port)
    }

    /// The user, decoded; `None` if the URL names none.
    pub fn username(&self) -> Option<&str> {
        self.username.as_ref().map(|part| part.of(&self.text))
    }

    /// The password, decoded. This is the secret itself.
    pub fn password(&self) -> Option<&str> {
        self.password.as_ref().map(|part| part.of(&self.text))
    }

    /// The database, decoded; `None` if the URL names none, and for SQLite.
    pub fn database(&self) -> Option<&str> {
        self.database.as_ref().map(|part| part.of(&self.text))
    }

    /// The query pairs as they are in the text, decoded. A `+` stays a `+`, as in libpq and RFC 3986.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.pairs.iter().filter(|pair| pair.at.is_some());
        pairs.map(|pair| (pair.name(&self.text), pair.value(&self.text)))
    }

    /// `new URL(u).pathname`, character for character: [`pathname`](crate::pathname). Where
    /// `new URL` throws (several hosts, `sqlite://:memory:`), the path that it would have had.
    ///
    /// It is percent-encoded and always absolute for `file:`; [`sqlite_path`](Self::sqlite_path) is
    /// the path to open.
    pub fn pathname(&self) -> &str {
        self.pathname.of(&self.text)
    }

    /// TLS: the mode, the reason, the files. The first of these that says anything decides: the `tls` attribute, the
    /// query keys of any client's dialect, `PGSSLMODE` (under `libpq_env`), the host.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, TlsMode};
    ///
    /// let tls = |url: &str| url.parse::<DatabaseUrl>().unwrap().tls().mode();
    /// assert_eq!(tls("postgres://app@localhost/app"), TlsMode::Off);
    /// assert_eq!(tls("postgres://app@db.example.com/app"), TlsMode::Require);
    /// assert_eq!(tls("mysql://app@db.example.com/app?sslaccept=strict"), TlsMode::VerifyFull);
    /// ```
    pub fn tls(&self) -> TlsPlan {
        self.tls.clone()
    }

    /// The text with every secret replaced by `***`: the password, and the values of keys that hold
    /// or may hold one.
    pub fn redacted(&self) -> String {
        redact::text(&self.text, &self.parts)
    }

    /// The text itself, secrets included.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The error that `client` cannot carry `what`, with `part` of the redacted URL marked.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, ProblemKind, UrlPart};
    ///
    /// let url: DatabaseUrl = "postgres://app:hunter2@a,b/d".parse()?;
    /// let error = url.not_carried("the pinger", "several hosts", UrlPart::Hosts).with_remedy("write one");
    /// assert_eq!(error.kind(), ProblemKind::NotCarried);
    /// assert_eq!(
    ///     format!("{error:#}"),
    ///     "\
    /// the pinger cannot carry several hosts
    ///     postgres://app:***@a,b/d
    ///                        ^^^
    ///     write one",
    /// );
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn not_carried(&self, client: &str, what: impl fmt::Display, part: UrlPart<'_>) -> UrlError {
        self.error(ProblemKind::NotCarried, part).with_message(format!("{client} cannot carry {what}"))
    }

    /// The error that `client` refuses the settings made from this URL; `reason` is its own text, which is left out if
    /// it holds a secret of the URL.
    pub fn refused(&self, client: &str, reason: impl fmt::Display) -> UrlError {
        let reason = reason.to_string();
        let reason =
            redact::without_secrets(&reason, self.secrets()).unwrap_or("the reason it gives may hold a secret");
        UrlError::of(ProblemKind::Refused).with_message(format!("{client} refuses it: {reason}"))
    }

    /// Refuses a URL whose backend is not among these.
    ///
    /// # Errors
    ///
    /// The backend is not accepted: the scheme is marked, and the remedy names the accepted ones.
    pub fn require_backend(&self, accepted: Backends) -> Result<(), UrlError> {
        match accepted.contains(self.backend()) {
            true => Ok(()),
            false => Err(self.unexpected_scheme(accepted, Backends::NONE)),
        }
    }

    /// The error that the scheme is not `accepted`, though the field's type may take it.
    pub(crate) fn unexpected_scheme(&self, accepted: Backends, of_type: Backends) -> UrlError {
        let names: Vec<&str> = accepted.iter().map(Backend::name).collect();
        let schemes: Vec<String> = accepted.schemes().iter().map(|scheme| format!("{scheme}://")).collect();
        let schemes = match &schemes[..] {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            _ => schemes.concat(),
        };
        let otherwise = match of_type.contains(self.backend()) {
            true => format!("add \"{}\" to the field's `schemes(...)`", self.backend().schemes()[0]),
            false => format!("give the field a type that takes {}", self.backend().name()),
        };
        self.error(ProblemKind::UnexpectedScheme, UrlPart::Scheme)
            .with_message(format!("a {} URL is expected here, not `{}://`", names.join(" or "), self.scheme()))
            .with_remedy(format!("write {schemes}, or {otherwise}"))
    }

    pub(crate) fn error(&self, kind: ProblemKind, part: UrlPart<'_>) -> UrlError {
        let error = UrlError::of(kind);
        match (part, self.hosts_by) {
            (UrlPart::Key(name), _) if self.is_attribute(name) => error,
            (UrlPart::Key(name), _) if self.span_of_key(name).is_none() => error.in_variable(name.to_owned()),
            (UrlPart::Hosts, Some(variable)) => error.in_variable(variable),
            (part, _) => error.at(self.excerpt(part)),
        }
    }

    /// One that lies in what was decided about TLS: it marks what had the say.
    pub(crate) fn tls_error(&self, kind: ProblemKind) -> UrlError {
        match self.tls.reason().decider() {
            TlsReason::Key(name) | TlsReason::Variable(name) => self.error(kind, UrlPart::Key(name)),
            _ => self.error(kind, UrlPart::Hosts),
        }
    }

    /// What gives the addresses of the hosts: libpq's key, or its variable.
    pub(crate) fn host_address_part(&self) -> UrlPart<'_> {
        let key = self.pairs().find(|(pair, ..)| pair.row.key == Key::Part(Part::HostAddress));
        UrlPart::Key(key.map_or("PGHOSTADDR", |(_, name, _)| name))
    }

    /// What names the client's certificate or, without one, the root certificate.
    pub(crate) fn certificate_part(&self) -> UrlPart<'_> {
        let named = |is_it: fn(TlsKey) -> bool| {
            let mut pairs = self.pairs();
            pairs.find(|(pair, ..)| matches!(pair.row.key, Key::Tls(key) if is_it(key))).map(|(_, name, _)| name)
        };
        let client = named(|key| key == TlsKey::ClientCertificate);
        let root = || named(|key| matches!(key, TlsKey::RootCertificate | TlsKey::LibpqRootCertificate));
        client.or_else(root).map_or(UrlPart::Query, UrlPart::Key)
    }

    pub(crate) fn excerpt(&self, part: UrlPart<'_>) -> Excerpt {
        let none = Span { start: 0, end: 0 };
        self.excerpt_at(match part {
            UrlPart::Scheme => Span { start: 0, end: self.parts.scheme.len() },
            UrlPart::Username => self.parts.username.unwrap_or(none),
            UrlPart::Password => self.parts.password.unwrap_or(none),
            UrlPart::Hosts => self.parts.hosts,
            UrlPart::Path => self.parts.path,
            UrlPart::Query => self.parts.query,
            UrlPart::Key(name) => self.span_of_key(name).unwrap_or(none),
        })
    }

    fn excerpt_at(&self, span: Span) -> Excerpt {
        redact::excerpt(&self.text, &self.parts, span)
    }

    pub(crate) fn is_attribute(&self, name: &str) -> bool {
        self.pairs.iter().any(|pair| pair.is_attribute && pair.name(&self.text) == name)
    }

    fn span_of_key(&self, name: &str) -> Option<Span> {
        self.pairs.iter().find(|pair| pair.name(&self.text) == name).and_then(|pair| pair.at)
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Pair, &str, &str)> {
        self.pairs.iter().map(|pair| (pair, pair.name(&self.text), pair.value(&self.text)))
    }

    pub(crate) fn tls_plan(&self) -> &TlsPlan {
        &self.tls
    }

    /// The same URL, for settings in a tuple with `others`.
    pub(crate) fn beside(&self, others: Carries) -> Cow<'_, Self> {
        match others.has(Carries::CERTIFICATES) && !self.certificates_are_held {
            true => Cow::Owned(Self { certificates_are_held: true, ..self.clone() }),
            false => Cow::Borrowed(self),
        }
    }

    #[allow(dead_code, reason = "for tokio-postgres and those on top of it")]
    pub(crate) fn certificates_are_held(&self) -> bool {
        self.certificates_are_held
    }

    pub(crate) fn is_in_release_command(&self) -> bool {
        self.in_release_command
    }

    fn secrets(&self) -> impl Iterator<Item = &str> {
        let raw = self.parts.password.map(|span| span.of(&self.text));
        let values = self.pairs().filter(|(_, name, value)| redact::is_hidden(name, value, self.backend()));
        self.password().into_iter().chain(raw).chain(values.map(|(_, _, value)| value))
    }
}

/// Compares the texts: two URLs that mean the same may differ.
impl PartialEq for DatabaseUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for DatabaseUrl {}

/// Hashes the text, which is what is compared.
impl Hash for DatabaseUrl {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl TryFrom<&str> for DatabaseUrl {
    type Error = UrlError;

    fn try_from(text: &str) -> Result<Self, UrlError> {
        text.parse()
    }
}

impl TryFrom<String> for DatabaseUrl {
    type Error = UrlError;

    fn try_from(text: String) -> Result<Self, UrlError> {
        Self::read(text, &Surroundings::default())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseUrl").field(&self.redacted()).finish()
    }
}

/// Redacted: what is serialized is meant to be shown.
#[cfg(feature = "serde")]
impl serde::Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

/// Parses the text. The error says what is wrong with it, and shows no secret, nor a value that is no text.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DatabaseUrl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::url(deserializer, Self::try_from)
    }
}
