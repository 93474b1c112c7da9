//! A database URL, read once for all clients.

mod certificates;
mod context;
mod equality;
mod errors;
mod host;
mod idna;
mod pair;
mod read;
mod sqlite_path;
mod whatwg;

use std::fmt;

use db_config_syntax::query::ValueType;
use db_config_syntax::{Backend, Parts, redact};

pub(crate) use self::certificates::CertificateName;
pub(crate) use self::context::{PoolOverride, ReadContext, Variables};
pub use self::errors::UrlPart;
pub use self::host::Host;
pub(crate) use self::pair::Pair;
pub use self::whatwg::pathname;
use crate::error::{ProblemKind, UrlError};
use crate::tls::{TlsMode, TlsPlan};

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
/// [`expose`](Self::expose_secret) is the only way to get the text itself.
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
/// [`parse`](std::str::FromStr::from_str) returns the first problem that it finds, with what to write instead.
/// It looks at the text alone: a SQLite URL that names no file
/// ([`sqlite_path`](Self::sqlite_path)) or a part that a client cannot carry is found when the
/// settings of a client are made from it.
#[derive(Clone)]
pub struct DatabaseUrl {
    pub(crate) text: String,
    /// The positions of the parts, for the marks of errors.
    pub(crate) parts: Parts,
    username: Option<String>,
    password: Option<String>,
    database: Option<String>,
    hosts: Vec<Host>,
    /// The libpq variable that names them.
    hosts_variable: Option<&'static str>,
    /// The environment variables that were used together with the text.
    variables: Vec<String>,
    /// The host whose row in the host table is stricter than a variable or `default_tls`, with the row's mode.
    pub(crate) stricter_host: Option<(String, TlsMode)>,
    /// `PGSERVICE` is set, which nothing reads.
    pub(crate) has_service: bool,
    /// Why the password file was not used.
    pub(crate) skipped_file: Option<String>,
    pairs: Vec<Pair>,
    tls: TlsPlan,
    pathname: String,
    opens_pathname: bool,
    /// The number of the in-memory database, if it has no name.
    pub(crate) in_memory_id: u64,
    /// `RELEASE_COMMAND` is set.
    in_release_command: bool,
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
        self.username.as_deref()
    }

    /// The password, decoded. This is the secret itself.
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// The database, decoded; `None` if the URL names none, and for SQLite.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// The query pairs as they are in the text, decoded, secrets included. A `+` stays a `+`, as in libpq and RFC 3986.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().filter(|pair| pair.at.is_some()).map(|pair| (&*pair.name, &*pair.value))
    }

    /// `new URL(u).pathname`, character for character: [`pathname`](crate::pathname). Where
    /// `new URL` throws (several hosts, `sqlite://:memory:`), the path that it would have had.
    ///
    /// It is percent-encoded and always absolute for `file:`; [`sqlite_path`](Self::sqlite_path) is
    /// the path to open.
    pub fn pathname(&self) -> &str {
        &self.pathname
    }

    /// Returns the TLS mode, its reason and the certificate files. The first of these that names a mode counts: the URL, in
    /// any client's dialect; `DATABASE_TLS`; `PGSSLMODE`; the `default_tls` attribute; the host. The `tls` attribute is the
    /// minimum.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, TlsMode};
    ///
    /// let tls = |url: &str| url.parse::<DatabaseUrl>().unwrap().tls().mode();
    /// assert_eq!(tls("postgres://app@localhost/app"), TlsMode::Prefer);
    /// assert_eq!(tls("postgres://app@db.example.com/app"), TlsMode::Require);
    /// assert_eq!(tls("mysql://app@db.example.com/app?sslaccept=strict"), TlsMode::VerifyFull);
    /// ```
    pub fn tls(&self) -> &TlsPlan {
        &self.tls
    }

    /// The text with every secret replaced by `***`: the password, and the values of keys that hold
    /// or may hold one.
    #[must_use]
    pub fn redacted(&self) -> String {
        redact::text(&self.text, &self.parts)
    }

    /// The text itself, secrets included.
    pub fn expose_secret(&self) -> &str {
        &self.text
    }

    /// Returns the error that `client` rejects the settings made from this URL. `reason` is the client's own message, which
    /// is left out if the URL has a secret: no search can tell whether a message quotes a part of one.
    #[must_use]
    pub fn rejected_by(&self, client: &str, reason: impl fmt::Display) -> UrlError {
        let error = UrlError::from_kind(ProblemKind::RejectedByClient);
        match self.has_secret() {
            true => error
                .with_message(format!("{client} rejects the URL; its reason is not shown because the URL has a secret"))
                .with_help("remove the password from the URL to see the reason"),
            false => error.with_message(format!("{client} rejects the URL: {reason}")),
        }
    }

    pub(crate) fn is_attribute(&self, name: &str) -> bool {
        self.pairs.iter().any(|pair| pair.is_attribute && pair.name == name)
    }

    /// Returns the query parameters, those that variables and attributes add included.
    pub(crate) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Returns the names of the environment variables that were used together with the URL's own.
    pub(crate) fn variables(&self) -> &[String] {
        &self.variables
    }

    pub(crate) fn is_in_release_command(&self) -> bool {
        self.in_release_command
    }

    /// Whether a part of the URL is a secret, or a variable adds one: a password, the value of a secret parameter.
    fn has_secret(&self) -> bool {
        let hidden = redact::hidden(&self.text, &self.parts).into_iter().map(|span| span.of(&self.text));
        let values = self.pairs.iter().filter(|pair| matches!(pair.row.value_type, ValueType::Secret));
        let mut secrets = self.password().into_iter().chain(hidden).chain(values.map(|pair| &*pair.value));
        secrets.any(|secret| !secret.is_empty())
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
        Self::read(text, &ReadContext::default())
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
