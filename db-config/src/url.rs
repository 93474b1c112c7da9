//! A database URL, read once for all clients.

mod carry;
mod read;

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

pub(crate) use self::read::port;
use crate::error::UrlError;
use crate::keys::Key;
use crate::redact;
use crate::syntax::{Parts, Span};
use crate::tls::{TlsFiles, TlsMode, TlsPlan};
use crate::tls_decision::{TlsStatements, TlsSurroundings, decide};
use crate::{Backend, sqlite};

/// A database URL: parsed, checked and decoded.
///
/// The grammar is RFC 3986 with what libpq
/// ([Connection URIs](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS))
/// and MongoDB ([connection strings](https://www.mongodb.com/docs/manual/reference/connection-string/))
/// add to it: several hosts, an empty host, a socket's path as the host (`%2Fvar%2Frun`). A part that
/// clients read differently, such as a raw `@` in a password, is refused with its escape.
///
/// `Debug`, `Display` and (feature `serde`) `Serialize` show it without its secrets;
/// [`expose`](Self::expose) is the one way to the text itself.
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
/// [`from_str`](std::str::FromStr::from_str) gives the first problem that it finds, with what to write instead.
/// It looks at the text alone: a SQLite URL that names no file
/// ([`sqlite_path`](Self::sqlite_path)) or a part that a client cannot carry is found when the
/// settings of a client are made from it.
#[derive(Clone)]
pub struct DatabaseUrl {
    text: String,
    parts: Parts,
    pathname: String,
    pairs: Vec<Pair>,
    tls: TlsStatements,
    // What the surroundings may fill in.
    pub(crate) hosts: Vec<Host>,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) database: Option<String>,
    pub(crate) surroundings: Surroundings,
}

/// One server of a [`DatabaseUrl`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    pub(crate) name: String,
    pub(crate) address: Option<IpAddr>,
    pub(crate) port: Option<u16>,
}

/// One `key=value` of the query, decoded.
#[derive(Clone)]
struct Pair {
    key: Key,
    name: String,
    value: String,
    name_at: Span,
}

/// What the loader knows from beside the URL.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    pub tls: TlsSurroundings,
    /// `PGAPPNAME`, under `libpq_env`.
    pub application_name: Option<String>,
    /// `PGOPTIONS`, under `libpq_env`.
    pub options: Option<String>,
    /// A `TlsPlan` of the same tuple holds the client's certificate.
    pub certificates_are_held: bool,
}

impl Host {
    /// The name or address, decoded and without brackets. A Unix socket's begins with `/`: its folder
    /// for PostgreSQL, its file for MySQL and MongoDB. Empty where the URL names none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of libpq's `hostaddr`, which saves looking the name up.
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// The port, where the URL has one.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether it is a Unix socket.
    pub fn is_socket(&self) -> bool {
        // libpq connects to `hostaddr`, whatever the name.
        self.address.is_none() && self.name.starts_with('/')
    }

    /// What TLS is decided by: the address that will be connected to, or else the name.
    fn reached_by(&self) -> String {
        match self.address {
            Some(address) => address.to_string(),
            None => self.name.clone(),
        }
    }
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

    /// The first server's name, decoded; `None` where the URL names none.
    pub fn host(&self) -> Option<&str> {
        self.hosts.first().map(Host::name).filter(|name| !name.is_empty())
    }

    /// The first server's port, where the URL has one.
    pub fn port(&self) -> Option<u16> {
        self.hosts.first().and_then(Host::port)
    }

    /// The user, decoded; `None` where the URL names none.
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }

    /// The password, decoded. This is the secret itself.
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// The database, decoded; `None` where the URL names none, and for SQLite.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// The query as it stands in the text, decoded. A `+` is a `+`, as libpq and RFC 3986 have it.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (pair.name.as_str(), pair.value.as_str()))
    }

    /// `new URL(u).pathname`, character for character: [`pathname`](crate::pathname). Where
    /// `new URL` throws (several hosts, `sqlite://:memory:`), the path that it would have had.
    ///
    /// It is percent-encoded and always absolute for `file:`; [`sqlite_path`](Self::sqlite_path) is
    /// the path to open.
    pub fn pathname(&self) -> &str {
        &self.pathname
    }

    /// The filesystem path of a SQLite URL; `:memory:` where it is in memory.
    ///
    /// # Errors
    ///
    /// The URL is not SQLite's, names a host other than `localhost`, or no file.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let path = |url: &str| url.parse::<DatabaseUrl>().unwrap().sqlite_path().unwrap();
    /// assert_eq!(path("sqlite:///data/my%20app.db").to_str(), Some("/data/my app.db"));
    /// assert_eq!(path("file:./dev.db").to_str(), Some("./dev.db"));
    ///
    /// let lost: DatabaseUrl = "file://data/sqlite.db".parse()?;
    /// assert!(lost.sqlite_path().unwrap_err().to_string().contains("file:///data/sqlite.db"));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn sqlite_path(&self) -> Result<PathBuf, UrlError> {
        sqlite::path(self)
    }

    /// TLS: the mode, the reason, the files. The first that speaks decides: the `tls` attribute, the
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
        if self.backend() == Backend::Sqlite {
            return TlsPlan {
                mode: TlsMode::Off,
                reason: "SQLite has no network".to_owned(),
                files: TlsFiles::default(),
            };
        }
        let reached: Vec<String> = self.hosts.iter().map(Host::reached_by).collect();
        // MongoDB's manual: "the mongodb+srv scheme automatically sets the tls option to true".
        let implied = (self.scheme() == "mongodb+srv").then_some((TlsMode::VerifyFull, "`mongodb+srv` implies TLS"));
        decide(&self.tls, &self.surroundings.tls, implied, reached.iter().map(String::as_str))
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

    /// The same URL for a client beside whose settings the certificates may be held.
    pub(crate) fn beside_certificates(&self, are_held: bool) -> Self {
        let mut url = self.clone();
        url.surroundings.certificates_are_held |= are_held;
        url
    }
}

/// By their texts: two that mean the same may differ.
impl PartialEq for DatabaseUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for DatabaseUrl {}

impl TryFrom<&str> for DatabaseUrl {
    type Error = UrlError;

    fn try_from(text: &str) -> Result<Self, UrlError> {
        text.parse()
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

#[cfg(feature = "serde")]
impl serde::Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}
