//! A database URL, parsed once for all clients.

mod builder;
mod certificates;
mod context;
mod equality;
mod errors;
mod host;
mod idna;
mod json;
mod named_parts;
mod pair;
mod params;
mod pooler;
mod read;
mod sqlite_path;
mod whatwg;

use std::fmt;
use std::path::PathBuf;

use db_config_syntax::query::ValueType;
use db_config_syntax::{Backend, Parts, redact};

pub use self::builder::DatabaseUrlBuilder;
pub(crate) use self::certificates::CertificateName;
pub(crate) use self::context::{PoolOverride, ReadContext, Variables};
pub use self::errors::UrlPart;
pub use self::host::Host;
pub(crate) use self::json::is_object;
pub(crate) use self::named_parts::{Completed, NamedPart, NamedParts, check_part};
pub(crate) use self::pair::Pair;
pub(crate) use self::pooler::Pooler;
#[cfg(feature = "json")]
pub(crate) use self::read::has_login;
pub(crate) use self::read::{agreed, check_variable, unresolved_reference};
pub use self::whatwg::pathname;
use crate::error::{ProblemKind, UrlError};
use crate::tls::{TlsMode, TlsPlan};

/// A database URL (connection string): parsed, validated and percent-decoded.
///
/// A `DatabaseUrl` has the parts of the URL. [`Resolved`](crate::resolved::Resolved) has the typed values that a client
/// needs, with the defaults filled in. If the derive loaded the URL, libpq's environment variables (`PGHOST`, ...) fill
/// in the parts that a PostgreSQL URL leaves out.
///
/// The grammar is RFC 3986 with the extensions of libpq
/// ([Connection URIs](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS)),
/// MongoDB ([connection strings](https://www.mongodb.com/docs/manual/reference/connection-string/)) and Redis
/// ([the scheme `redis`](https://www.iana.org/assignments/uri-schemes/prov/redis)):
///
/// - several hosts
/// - an empty host
/// - the path of a Unix socket as the host (`%2Fvar%2Frun`)
/// - for Redis, a password without a user, the path of a Unix socket (`redis+unix:///run/redis.sock`), and the fragment
///   `#insecure`
///
/// Clients read some characters differently, such as an unescaped `@` in a password. db-config rejects such a URL, and
/// the error names the percent-encoding.
///
/// `Debug`, `Display` and (feature `serde`) `Serialize` redact the secrets.
/// [`expose_secret`](Self::expose_secret) returns the unredacted URL.
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
/// [`parse`](std::str::FromStr::from_str) returns the first problem that it finds, with help. It does not find these
/// problems, which are errors when client options are built from the URL:
///
/// - a SQLite URL that does not name a file ([`sqlite_path`](Self::sqlite_path))
/// - a part that the client does not support
#[derive(Clone)]
pub struct DatabaseUrl {
    pub(crate) text: String,
    /// The positions of the parts, which errors mark.
    pub(crate) parts: Parts,
    username: Option<String>,
    password: Option<String>,
    database: Option<String>,
    hosts: Vec<Host>,
    /// No one has written the scheme, because the URL consists of parts without one.
    pub(crate) has_implied_scheme: bool,
    /// The libpq variable that names the hosts.
    hosts_variable: Option<&'static str>,
    /// The environment variables that were used together with the URL's own.
    variables: Vec<String>,
    /// The host whose row in the host table is stricter than a variable or `default_tls`, with the row's mode.
    pub(crate) stricter_host: Option<(String, TlsMode)>,
    /// `PGSERVICE` is set, which db-config does not read.
    pub(crate) has_service: bool,
    /// The password file that has the password. libpq reads it for each connection.
    #[cfg_attr(
        not(any(feature = "diesel-2-postgres", feature = "diesel-2-mysql", feature = "diesel-2-sqlite")),
        allow(dead_code, reason = "for Diesel")
    )]
    pub(crate) password_file: Option<PathBuf>,
    /// Why the password file was not used.
    pub(crate) skipped_file: Option<String>,
    /// A variable that sets another user or password than the URL.
    pub(crate) unused_login: Option<UnusedLogin>,
    pairs: Vec<Pair>,
    tls: TlsPlan,
    pathname: String,
    opens_pathname: bool,
    /// The number of an in-memory database without a name.
    pub(crate) in_memory_id: u64,
    /// It is the field's default.
    pub(crate) is_default: bool,
    /// The variable that the URL comes from, or the default in its place. The loader sets it.
    pub(crate) source: Option<String>,
    /// `RELEASE_COMMAND` is set.
    in_release_command: bool,
}

/// A variable that db-config does not use, because the URL has another user or password.
#[derive(Debug, Clone)]
pub(crate) enum UnusedLogin {
    User(String),
    Password(String),
}

impl DatabaseUrl {
    /// Returns the scheme, in lower case.
    pub fn scheme(&self) -> &str {
        self.parts.scheme
    }

    /// Returns the database system that the scheme names.
    pub fn backend(&self) -> Backend {
        self.parts.backend
    }

    /// Returns the servers. There is at least one, except for SQLite, which has none.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// Returns the first server's name, decoded; `None` if it is left out.
    pub fn host(&self) -> Option<&str> {
        self.hosts.first().map(Host::name).filter(|name| !name.is_empty())
    }

    /// Returns the first server's port; `None` if it is left out.
    pub fn port(&self) -> Option<u16> {
        self.hosts.first().and_then(Host::port)
    }

    /// Returns the user name, decoded; `None` if it is left out.
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }

    /// Returns the password, decoded and not redacted; `None` if it is left out.
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// Returns the name of the database, decoded; `None` if it is left out, and for SQLite. For Redis it is a number.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Returns the names and values of the query parameters, decoded and not redacted.
    ///
    /// They include those of the attribute `params`. A `+` stays a `+`, as in libpq and RFC 3986.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?application_name=my%20shop".parse()?;
    /// assert!(url.query_pairs().eq([("application_name", "my shop")]));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().filter(|pair| pair.at.is_some() || pair.is_param()).map(|pair| (&*pair.name, &*pair.value))
    }

    /// Returns the `pathname` that JavaScript's `new URL(url)` has, character for character.
    ///
    /// It is percent-encoded, and always absolute for `file:`. Use [`sqlite_path`](Self::sqlite_path) to open the file of
    /// a SQLite URL. Unlike the function [`pathname`](crate::pathname), this method also returns the path of a URL that
    /// `new URL` rejects, such as one with several hosts or `sqlite://:memory:`.
    pub fn pathname(&self) -> &str {
        &self.pathname
    }

    /// Returns the chosen TLS mode, its reason and the certificate files.
    ///
    /// db-config takes the mode from the first of these that names one:
    ///
    /// 1. the URL's query parameters, in any client's dialect
    /// 2. the environment variable `DATABASE_TLS`
    /// 3. the environment variable `PGSSLMODE`
    /// 4. the `default_tls` attribute
    /// 5. the kind of host ([`HostKind`](crate::HostKind))
    ///
    /// The `tls` attribute sets the minimum.
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

    /// Returns the URL with each secret replaced by `***`.
    ///
    /// Secrets are the password and the values of the query parameters that contain or may contain one.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let url: DatabaseUrl = "postgres://app:hunter2@db/app?application_name=shop".parse()?;
    /// assert_eq!(url.redacted(), "postgres://app:***@db/app?application_name=shop");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn redacted(&self) -> String {
        redact::text(&self.text, &self.parts)
    }

    /// Returns the URL as it was written, secrets included. The query parameters of the attribute `params` are added.
    pub fn expose_secret(&self) -> &str {
        &self.text
    }

    /// Returns the error that `client` rejects the options made from this URL.
    ///
    /// `reason` is the client's own message. If the URL contains a secret, the error leaves the message out, because the
    /// message may quote a part of the secret.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let url: DatabaseUrl = "postgres://app@db.example.com/app".parse()?;
    /// let error = url.rejected_by("the pinger", "the host is unknown");
    /// assert_eq!(error.message(), "the pinger rejects the URL: the host is unknown");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn rejected_by(&self, client: &str, reason: impl fmt::Display) -> UrlError {
        let error = UrlError::from_kind(ProblemKind::RejectedByClient);
        match self.has_secret() {
            true => error
                .with_message(format!(
                    "{client} rejects the URL; its reason is redacted because the URL contains a secret"
                ))
                .with_help("remove the password from the URL to see the reason"),
            false => error.with_message(format!("{client} rejects the URL: {reason}")),
        }
    }

    pub(crate) fn is_attribute(&self, name: &str) -> bool {
        self.pairs.iter().any(|pair| pair.is_attribute && pair.name == name)
    }

    /// Returns the place of a query parameter among those of which the server uses the last one.
    pub(crate) fn precedence(&self, pair: &Pair) -> u8 {
        match pair.at {
            Some(_) if self.is_default && !pair.is_attribute => 0,
            _ if pair.is_attribute => 1,
            None => 2,
            Some(_) => 3,
        }
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

    /// Returns whether the URL contains a secret, or a variable adds one: a password or the value of a secret parameter.
    fn has_secret(&self) -> bool {
        let redacted = redact::hidden(&self.text, &self.parts).into_iter().map(|span| span.of(&self.text));
        let values = self.pairs.iter().filter(|pair| matches!(pair.row.value_type, ValueType::Secret));
        let mut secrets = self.password().into_iter().chain(redacted).chain(values.map(|pair| &*pair.value));
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
