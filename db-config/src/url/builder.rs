//! Builds a URL from literal parts, and replaces parts of a URL.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use db_config_syntax::hosts::is_ipv6;
use db_config_syntax::percent::{encode, encode_path, encode_uri_path};
use db_config_syntax::query::{self, Component, Key};
use db_config_syntax::{Backend, Backends, is_socket_scheme, parameters, parse, percent, redis};

use super::errors::missing_user;
use super::read::pathname;
use super::{DatabaseUrl, Host, Pair};
use crate::error::{ProblemKind, UrlError};
use crate::system::{IS_WINDOWS, drive};

/// MongoDB's parameter for the database of the user.
const AUTH_SOURCE: &str = "authSource";

/// Redis' parameter for the number of the database, if the path is that of a socket.
const DB: &str = "db";

/// Builds a [`DatabaseUrl`] from its parts, from [`DatabaseUrl::builder`].
///
/// All values are literal: the builder percent-encodes them. An empty value leaves the part out.
///
/// `Debug` redacts the password and the query parameters.
#[derive(Clone)]
#[must_use]
pub struct DatabaseUrlBuilder {
    backend: Backend,
    /// Another scheme than the usual one: `mongodb+srv` or `rediss`.
    scheme: Option<&'static str>,
    hosts: Vec<(String, Option<u16>)>,
    user: String,
    password: String,
    database: String,
    path: Option<PathBuf>,
    parameters: Vec<(String, String)>,
}

impl DatabaseUrl {
    /// Returns a builder for a URL of literal parts, such as those of a platform that sets `DB_HOST` and `DB_PASSWORD`.
    ///
    /// ```
    /// use db_config::{Backend, DatabaseUrl};
    ///
    /// let url = DatabaseUrl::builder(Backend::Postgres)
    ///     .host("db.example.com")
    ///     .port(5433)
    ///     .user("app")
    ///     .password("p@ss/word")
    ///     .database("orders")
    ///     .parameter("sslmode", "verify-full")
    ///     .build()?;
    /// assert_eq!(url.password(), Some("p@ss/word"));
    /// assert_eq!(
    ///     url.expose_secret(),
    ///     "postgres://app:p%40ss%2Fword@db.example.com:5433/orders?sslmode=verify-full",
    /// );
    ///
    /// let file = DatabaseUrl::builder(Backend::Sqlite).path("data/my app.db").build()?;
    /// assert_eq!(file.expose_secret(), "sqlite://data/my%20app.db");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn builder(backend: Backend) -> DatabaseUrlBuilder {
        DatabaseUrlBuilder {
            backend,
            scheme: None,
            hosts: Vec::new(),
            user: String::new(),
            password: String::new(),
            database: String::new(),
            path: None,
            parameters: Vec::new(),
        }
    }

    /// Returns the URL with another database name, for example that of a test. An empty name removes it. A user of MongoDB
    /// stays one of the same database: the result names it in `authSource`.
    ///
    /// The result keeps the values that variables filled in, and the TLS mode.
    ///
    /// # Errors
    ///
    /// - It is a SQLite URL.
    /// - The name contains a NUL character.
    /// - It is a Redis URL, and the name is not a number.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let url: DatabaseUrl = "postgres://app@localhost/app?application_name=shop".parse()?;
    /// let test = url.with_database("app test")?;
    /// assert_eq!(test.expose_secret(), "postgres://app@localhost/app%20test?application_name=shop");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn with_database(&self, name: &str) -> Result<Self, UrlError> {
        if self.backend() == Backend::Sqlite {
            return Err(UrlError::new("expected the URL of a server, found a SQLite URL")
                .with_help("build the URL of another file with `DatabaseUrl::builder`"));
        }
        if self.backend() == Backend::Redis {
            redis::database(name)?;
        }
        let query = self.query_without(&[Component::Database]);
        let text = if is_socket_scheme(self.scheme()) {
            format!("{}{}", &self.text[..self.parts.path.end], with_parameter(query, DB, name))
        } else {
            let authority = &self.text[..self.parts.path.start];
            let slash = if name.is_empty() { "" } else { "/" };
            let query = with_parameter(query, AUTH_SOURCE, self.implicit_auth_source().unwrap_or_default());
            format!("{authority}{slash}{}{query}", encode(name))
        };
        let url = self.with_text(text, &[Component::Database], &[AUTH_SOURCE, DB])?;
        Ok(Self { database: Some(name.to_owned()).filter(|name| !name.is_empty()), ..url })
    }

    /// Returns the URL with another password, for example one that the application reads at run time. An empty password
    /// removes it.
    ///
    /// The result keeps the values that variables filled in, and the TLS mode.
    ///
    /// # Errors
    ///
    /// - It is a SQLite URL.
    /// - It is a MongoDB URL without a user name.
    /// - The password contains a NUL character.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let url: DatabaseUrl = "postgres://app@db.example.com/orders".parse()?;
    /// let url = url.with_password("p@ss")?;
    /// assert_eq!(url.expose_secret(), "postgres://app:p%40ss@db.example.com/orders");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn with_password(&self, password: &str) -> Result<Self, UrlError> {
        if self.backend() == Backend::Sqlite {
            return Err(
                UrlError::new("expected the URL of a server, found a SQLite URL").with_help("SQLite has no password")
            );
        }
        let scheme = &self.text[..self.text.find("//").map_or(0, |slashes| slashes + 2)];
        let rest = &self.text[self.parts.hosts.start..self.parts.path.end];
        let login = [Component::User, Component::Password];
        let text = match self.username() {
            Some(user) => {
                let user = encode(user);
                let colon = if password.is_empty() { "" } else { ":" };
                format!("{scheme}{user}{colon}{}@{rest}{}", encode(password), self.query_without(&login))
            }
            None if self.backend() == Backend::MongoDb => {
                return Err(missing_user("add the user name to the URL"));
            }
            None if self.backend() == Backend::Redis => {
                let (colon, at_sign) = if password.is_empty() { ("", "") } else { (":", "@") };
                format!("{scheme}{colon}{}{at_sign}{rest}{}", encode(password), self.query_without(&login))
            }
            // The user of the operating system.
            None => {
                format!("{scheme}{rest}{}", with_parameter(self.query_without(&login), "password", password))
            }
        };
        let mut url = self.with_text(text, &login, &["password"])?;
        if !password.is_empty() {
            url.pairs.retain(|pair| pair.row.name() != "passfile");
            (url.unused_login, url.skipped_file) = (None, None);
        }
        Ok(Self { password: Some(password.to_owned()).filter(|password| !password.is_empty()), ..url })
    }

    /// Returns the text of the URL with another server. `is_moved` tells whether it has another host.
    pub(crate) fn with_server(&self, host: &str, port: Option<u16>, is_moved: bool) -> String {
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        let (hosts, path) = (self.parts.hosts, self.parts.path);
        let has_redis_socket = is_socket_scheme(self.scheme()) || host.starts_with('/');
        if self.backend() == Backend::Redis && has_redis_socket {
            let start = self.text.find("//").map_or(0, |slashes| slashes + 2);
            let (login, database) = (&self.text[start..hosts.start], self.database().unwrap_or_default());
            let query = self.query_without(&[Component::Database]);
            return match host.starts_with('/') {
                true => format!("redis+unix://{login}{}{}", encode_path(host), with_parameter(query, DB, database)),
                false => format!("redis://{login}{}{port}/{database}{query}", encode_host(host)),
            };
        }
        let components: &[Component] = match is_moved {
            true => &[Component::Host, Component::HostAddress, Component::Port],
            false => &[Component::Host, Component::Port],
        };
        let query = self.query_without(components);
        format!("{}{}{port}{}{query}", &self.text[..hosts.start], encode_host(host), path.of(&self.text))
    }

    /// Returns the URL with another text, and without the `components` that variables set. The text can have parameters that
    /// are `added`.
    fn with_text(&self, text: String, components: &[Component], added: &[&str]) -> Result<Self, UrlError> {
        let parts = parse(&text, Backends::ALL, IS_WINDOWS)?;
        let mistake = |fault| UrlError::from_fault(fault, &text, &parts);
        let of_text = parameters(&text, &parts).map_err(mistake)?.into_iter().map(Pair::from);
        let attributes: HashSet<&str> =
            self.pairs.iter().filter(|pair| pair.is_attribute).map(|pair| &*pair.name).collect();
        let of_text = of_text.map(|pair| Pair { is_attribute: attributes.contains(&*pair.name), ..pair });
        // A variable can have replaced a parameter of the text.
        let own = self.pairs.iter().filter(|pair| pair.at.is_some());
        let own: HashSet<(&str, &str)> = own.map(|pair| (&*pair.name, &*pair.value)).collect();
        let is_effective = |pair: &Pair| added.contains(&&*pair.name) || own.contains(&(&*pair.name, &*pair.value));
        let is_kept = |pair: &&Pair| pair.at.is_none() && !names_one(pair.row.key, components);
        let of_variables = self.pairs.iter().filter(is_kept).cloned();
        let pairs = of_text.filter(is_effective).chain(of_variables).collect();
        // Another server or database can have another line in the password file.
        Ok(Self { pairs, pathname: pathname(&text, &parts), text, parts, password_file: None, ..self.clone() })
    }

    /// Returns the database of a MongoDB URL that has the user, if the URL does not name it. By default it is the database of
    /// the path, otherwise `admin`. For `mongodb+srv`, DNS can name it.
    fn implicit_auth_source(&self) -> Option<&str> {
        let is_set = |name: &str| self.pairs.iter().any(|pair| pair.name.eq_ignore_ascii_case(name));
        let is_implicit = self.scheme() == "mongodb" && !is_set(AUTH_SOURCE) && !is_set("authMechanism");
        (is_implicit && self.username().is_some()).then(|| self.database().unwrap_or("admin"))
    }

    /// Returns the query with its question mark, without the parameters of these components.
    fn query_without(&self, components: &[Component]) -> String {
        let is_kept = |item: &&str| {
            let name = item.split('=').next().unwrap_or(item);
            let row = percent::decode(name).ok().and_then(|name| query::find(&name, self.backend()));
            !row.is_some_and(|row| names_one(row.key, components))
        };
        let items: Vec<&str> = self.parts.query.of(&self.text).split('&').filter(is_kept).collect();
        let fragment = self.parts.fragment.of(&self.text);
        match items.concat().is_empty() {
            true => fragment.to_owned(),
            false => format!("?{}{fragment}", items.join("&")),
        }
    }
}

/// Adds a parameter to a query that begins with a question mark, unless its value is empty.
fn with_parameter(query: String, name: &str, value: &str) -> String {
    if value.is_empty() {
        return query;
    }
    let (query, fragment) = query.split_at(query.find('#').unwrap_or(query.len()));
    let separator = if query.is_empty() { '?' } else { '&' };
    format!("{query}{separator}{name}={}{fragment}", encode(value))
}

fn names_one(key: Key, components: &[Component]) -> bool {
    components.iter().any(|component| key == Key::Component(*component))
}

impl DatabaseUrlBuilder {
    /// Adds a server: a host name, an IP address or the path of a Unix socket. Call it again for each further server.
    ///
    /// For PostgreSQL, the path is that of the socket's directory.
    pub fn host(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        match &mut self.hosts[..] {
            _ if name.is_empty() => {}
            // Only the port is set.
            [(first, Some(_))] if first.is_empty() => *first = name,
            _ => self.hosts.push((name, None)),
        }
        self
    }

    /// Sets the port of the last server. Before any host, it is the port of the first server; without a host, of the local
    /// server.
    pub fn port(mut self, port: u16) -> Self {
        match self.hosts.last_mut() {
            Some((_, last)) => *last = Some(port),
            None => self.hosts.push((String::new(), Some(port))),
        }
        self
    }

    /// Makes a `mongodb+srv` URL: DNS returns the servers of the host.
    ///
    /// ```
    /// use db_config::{Backend, DatabaseUrl};
    ///
    /// let url = DatabaseUrl::builder(Backend::MongoDb).srv().host("cluster0.example.mongodb.net").build()?;
    /// assert_eq!(url.expose_secret(), "mongodb+srv://cluster0.example.mongodb.net");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn srv(self) -> Self {
        self.scheme("mongodb+srv")
    }

    /// Makes a `rediss` URL: a connection to Redis with TLS, which verifies the server.
    ///
    /// ```
    /// use db_config::{Backend, DatabaseUrl};
    ///
    /// let url = DatabaseUrl::builder(Backend::Redis).rediss().host("cache.example.com").password("p@ss").build()?;
    /// assert_eq!(url.expose_secret(), "rediss://:p%40ss@cache.example.com");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn rediss(self) -> Self {
        self.scheme("rediss")
    }

    pub(super) fn scheme(self, scheme: &'static str) -> Self {
        Self { scheme: Some(scheme), ..self }
    }

    /// Sets the user name.
    pub fn user(mut self, name: impl Into<String>) -> Self {
        self.user = name.into();
        self
    }

    /// Sets the password.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = password.into();
        self
    }

    /// Sets the name of the database. For SQLite, use [`path`](Self::path).
    pub fn database(mut self, name: impl Into<String>) -> Self {
        self.database = name.into();
        self
    }

    /// Sets the path of the SQLite file, or `:memory:`.
    pub fn path(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_owned()).filter(|path| !path.as_os_str().is_empty());
        self
    }

    /// Adds a query parameter.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Builds the URL.
    ///
    /// # Errors
    ///
    /// - A part is missing or does not belong to this database, such as the host of a SQLite URL.
    /// - A host is not a name, an address or the path of a socket.
    /// - A `mongodb+srv` URL has several hosts or a port.
    /// - A part contains a NUL character.
    /// - A path is not UTF-8, or it is absolute and contains `..`, which a URL cannot express.
    /// - A query parameter is unknown, or its value is invalid.
    ///
    /// ```
    /// use db_config::{Backend, DatabaseUrl};
    ///
    /// let error = DatabaseUrl::builder(Backend::MySql).host("db:3306").build().unwrap_err();
    /// assert_eq!(error.to_string(), "expected a host name, found a host with a port: set the port with `port`");
    /// ```
    pub fn build(self) -> Result<DatabaseUrl, UrlError> {
        match self.scheme {
            Some("mongodb+srv") if self.backend != Backend::MongoDb => {
                return Err(misplaced("only a MongoDB URL can be one of `mongodb+srv`", "remove `srv`"));
            }
            Some("rediss") if self.backend != Backend::Redis => {
                return Err(misplaced("only a Redis URL can be one of `rediss`", "remove `rediss`"));
            }
            _ => {}
        }
        let is_sqlite = self.backend == Backend::Sqlite;
        let text = if is_sqlite { self.file_text()? } else { self.server_text()? };
        let query = self.parameters.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let socket = self.socket().map(|path| format!("socket={}", encode(path)));
        let database = self.redis_socket().filter(|_| !self.database.is_empty());
        let database = database.map(|_| format!("db={}", encode(&self.database)));
        let query: Vec<String> = socket.into_iter().chain(database).chain(query).collect();
        let question_mark = if query.is_empty() { "" } else { "?" };
        let url: DatabaseUrl = format!("{text}{question_mark}{}", query.join("&")).parse()?;
        match is_sqlite {
            true => self.check_path(&url)?,
            false => self.check_parts(&url)?,
        }
        Ok(url)
    }

    /// Returns the socket of a MySQL server. It becomes a query parameter, because the MySQL clients do not read it in the
    /// authority.
    fn socket(&self) -> Option<&str> {
        match &self.hosts[..] {
            [(path, _)] if self.backend == Backend::MySql && path.starts_with('/') => Some(path),
            _ => None,
        }
    }

    /// Returns the socket of a Redis server. It becomes the path of a URL with another scheme.
    fn redis_socket(&self) -> Option<&str> {
        match &self.hosts[..] {
            [(path, _)] if self.backend == Backend::Redis && path.starts_with('/') => Some(path),
            _ => None,
        }
    }

    fn server_text(&self) -> Result<String, UrlError> {
        if self.path.is_some() {
            return Err(misplaced("a server has no path", "set the name of the database with `database`"));
        }
        if !self.password.is_empty() && self.user.is_empty() && self.backend != Backend::Redis {
            return Err(missing_user("set the user name with `user`"));
        }
        let scheme = self.scheme.unwrap_or(self.backend.schemes()[0]);
        let colon = if self.password.is_empty() { "" } else { ":" };
        let at_sign = if self.user.is_empty() && self.password.is_empty() { "" } else { "@" };
        if let Some(path) = self.redis_socket() {
            if self.scheme.is_some() {
                return Err(misplaced(
                    "TLS is impossible over a Unix socket",
                    "remove `rediss`, or set the name of a host",
                ));
            }
            let [user, password] = [&self.user, &self.password].map(|part| encode(part));
            return Ok(format!("redis+unix://{user}{colon}{password}{at_sign}{}", encode_path(path)));
        }
        let hosts: Result<Vec<String>, UrlError> = self.hosts.iter().map(|host| self.host_text(host)).collect();
        let hosts = hosts?.join(",");
        let slash = if self.database.is_empty() { "" } else { "/" };
        let [user, password, database] = [&self.user, &self.password, &self.database].map(|part| encode(part));
        Ok(format!("{scheme}://{user}{colon}{password}{at_sign}{hosts}{slash}{database}"))
    }

    fn host_text(&self, (name, port): &(String, Option<u16>)) -> Result<String, UrlError> {
        let name = match &**name {
            _ if self.socket().is_some() => "localhost".to_owned(),
            name if name.contains(':') && !is_ipv6(name) && !name.starts_with('/') => return Err(invalid_host(name)),
            name if name.starts_with('/') && name.contains("/.s.PGSQL.") && self.backend == Backend::Postgres => {
                return Err(misplaced(
                    "expected the directory of a socket, found its file",
                    "use only the directory, and set the port with `port`",
                ));
            }
            name => encode_host(name),
        };
        Ok(match port {
            Some(port) => format!("{name}:{port}"),
            None => name,
        })
    }

    fn file_text(&self) -> Result<String, UrlError> {
        let server = [!self.hosts.is_empty(), !self.user.is_empty(), !self.password.is_empty()];
        if server.contains(&true) {
            return Err(misplaced("SQLite has no server", "set only the path of the file with `path`"));
        }
        if !self.database.is_empty() {
            return Err(misplaced("SQLite has no database name", "set the path of the file with `path`"));
        }
        let Some(path) = &self.path else {
            return Err(misplaced("missing path of the SQLite file", "set it with `path`"));
        };
        let Some(path) = path.to_str() else {
            return Err(misplaced("the path is not UTF-8", "use a path that is UTF-8"));
        };
        let scheme = self.backend.schemes()[0];
        Ok(match path {
            ":memory:" => format!("{scheme}::memory:"),
            _ if drive(path).is_some() => format!("{scheme}:///{}", encode_uri_path(&path.replace('\\', "/"))),
            // It would be the host.
            _ if path.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case("localhost")) => {
                format!("{scheme}://./{}", encode_path(path))
            }
            _ => format!("{scheme}://{}", encode_path(path)),
        })
    }

    /// Checks that the URL has the given parts, so that no value becomes more than its part.
    fn check_parts(&self, url: &DatabaseUrl) -> Result<(), UrlError> {
        let given = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
        let parts = [
            ("user name", url.username(), &self.user),
            ("password", url.password(), &self.password),
            ("database name", url.database(), &self.database),
        ];
        for (what, part, literal) in parts {
            if part.map(str::to_owned) != given(literal) {
                return Err(contradiction(what));
            }
        }
        let hosts = url.hosts();
        let is_given = |(host, (name, port)): (&Host, &(String, Option<u16>))| {
            host.name().eq_ignore_ascii_case(name) && (host.is_socket() || host.port() == *port)
        };
        let has_all = hosts.len() == self.hosts.len() && hosts.iter().zip(&self.hosts).all(is_given);
        match has_all || self.hosts.is_empty() {
            true => Ok(()),
            false => Err(contradiction("host")),
        }
    }

    fn check_path(&self, url: &DatabaseUrl) -> Result<(), UrlError> {
        let path = url.sqlite_path()?;
        let is_given = |given: &PathBuf| *given == path || path.strip_prefix(".").is_ok_and(|path| path == given);
        match self.path.as_ref().is_some_and(is_given) {
            true => Ok(()),
            false => Err(misplaced("a URL cannot express this path", "use a path without `..`")),
        }
    }
}

/// Percent-encodes a host. An IPv6 address is in brackets.
fn encode_host(name: &str) -> String {
    match is_ipv6(name) {
        true => format!("[{}]", name.replace('%', "%25")),
        false => encode(name),
    }
}

fn misplaced(message: &'static str, help: &'static str) -> UrlError {
    UrlError::from_kind(ProblemKind::InvalidValue).with_message(message).with_help(help)
}

/// Returns the error that a query parameter sets a part to another value.
fn contradiction(what: &str) -> UrlError {
    UrlError::from_kind(ProblemKind::Contradiction)
        .with_message(format!("a query parameter sets another {what}"))
        .with_help("remove the parameter, and set it only in the builder")
}

/// Returns the error of a host with a colon that is not an IPv6 address.
fn invalid_host(name: &str) -> UrlError {
    let error = UrlError::from_kind(ProblemKind::InvalidHost);
    match name.rsplit_once(':') {
        _ if name.contains("://") => {
            error.with_message("expected a host name, found a URL").with_help("use only the host name")
        }
        Some((_, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            error.with_message("expected a host name, found a host with a port").with_help("set the port with `port`")
        }
        _ => error,
    }
}

impl fmt::Debug for DatabaseUrlBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { backend, scheme, hosts, user, password: _, database, path, parameters } = self;
        let parameters: Vec<&str> = parameters.iter().map(|(name, _)| &**name).collect();
        // A whole URL in the place of a part can have a password.
        let shown = |part: &str| if part.contains('@') { "***".to_owned() } else { part.to_owned() };
        let hosts: Vec<_> = hosts.iter().map(|(name, port)| (shown(name), port)).collect();
        let path = path.as_ref().map(|path| shown(&path.to_string_lossy()));
        f.debug_struct("DatabaseUrlBuilder")
            .field("backend", backend)
            .field("scheme", scheme)
            .field("hosts", &hosts)
            .field("user", &shown(user))
            .field("database", &shown(database))
            .field("path", &path)
            .field("parameters", &parameters)
            .finish_non_exhaustive()
    }
}
