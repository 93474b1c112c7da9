//! A database URL, read once for all clients.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use crate::error::UrlError;
use crate::keys::{self, Key};
use crate::problem::ProblemKind;
use crate::redact::{self, Excerpt};
use crate::syntax::{self, Parts, Span};
use crate::tls::{TlsMode, TlsPlan};
use crate::tls_decision::{Refusal, TlsStatements, TlsSurroundings, decide};
use crate::{Backend, percent, scheme, sqlite, suggest, whatwg};

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
/// [`from_str`](FromStr::from_str) gives the first problem that it finds, with what to write instead.
/// It looks at the text alone: a SQLite URL that names no file
/// ([`sqlite_path`](Self::sqlite_path)) or a part that a client cannot carry is found when the
/// settings of a client are made from it.
#[derive(Clone)]
pub struct DatabaseUrl {
    text: String,
    parts: Parts,
    hosts: Vec<Host>,
    username: Option<String>,
    password: Option<String>,
    database: Option<String>,
    pathname: String,
    pairs: Vec<Pair>,
    tls: TlsStatements,
    surroundings: Surroundings,
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
        self.name.starts_with('/')
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
        let reached: Vec<String> = self.hosts.iter().map(Host::reached_by).collect();
        let mut plan = decide(&self.tls, &self.surroundings.tls, reached.iter().map(String::as_str));
        match self.backend() {
            // "sslmode is ignored for Unix domain socket communication": libpq's manual.
            Backend::Postgres if self.hosts.iter().all(Host::is_socket) => {
                plan.mode = TlsMode::Off;
                plan.reason = "a Unix socket carries no TLS".to_owned();
            }
            Backend::Sqlite => {
                plan.mode = TlsMode::Off;
                plan.reason = "SQLite has no network".to_owned();
            }
            // MongoDB's manual: "the mongodb+srv scheme automatically sets the tls option to true".
            Backend::MongoDb if self.parts.scheme == "mongodb+srv" && !self.says_tls() => {
                plan.mode = TlsMode::VerifyFull;
                plan.reason = "`mongodb+srv` implies TLS".to_owned();
            }
            _ => {}
        }
        plan
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

    fn says_tls(&self) -> bool {
        self.surroundings.tls.attribute.is_some() || matches!(self.tls.conclude(), Ok(Some(_)))
    }
}

/// What the targets ask.
#[allow(dead_code, reason = "each client's feature uses its own part of it")]
impl DatabaseUrl {
    /// The value of the first key with this meaning.
    pub(crate) fn value(&self, key: Key) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str())
    }

    /// The number that a key counts; `Takes` has checked that it is one.
    pub(crate) fn number(&self, key: Key) -> Option<u32> {
        self.value(key).and_then(|value| value.parse().ok())
    }

    pub(crate) fn boolean(&self, key: Key) -> Option<bool> {
        self.value(key).and_then(keys::boolean)
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

    /// Whether a pair asks for what every client does anyway, or has another proof of.
    fn asks_nothing(&self, pair: &Pair) -> bool {
        match (pair.key, pair.value.to_ascii_lowercase().as_str()) {
            (Key::TargetSessionAttrs, "any") => true,
            (Key::LoadBalanceHosts, "disable") => true,
            (Key::TlsNegotiation, "postgres") => true,
            (Key::ChannelBinding, "disable" | "prefer") => true,
            // It proves that nobody stands between: as does a certificate for the host's name.
            (Key::ChannelBinding, _) => self.tls().mode() == TlsMode::VerifyFull,
            (Key::Keepalives, value) => keys::boolean(value) == Some(true),
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
        if max == Some(0) || max.is_some_and(|max| min > Some(max)) {
            return Err(self
                .error(ProblemKind::Value, self.parts.query)
                .with_message("a pool that can have no connections")
                .with_remedy("write a maximum above 0, and not below the minimum"));
        }
        Ok((min, max))
    }

    /// Refuses several hosts, which `client` cannot carry.
    pub(crate) fn one_host(&self, client: &str) -> Result<&Host, UrlError> {
        match &self.hosts[..] {
            [host] => Ok(host),
            _ => Err(self.not_carried(client, "several hosts", self.parts.hosts)),
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
        UrlError::of(ProblemKind::NotCarried)
            .with_message(format!("{client} cannot do TLS mode `{}` (decided because {})", tls.mode(), tls.reason()))
            .with_remedy(remedy)
            .at(self.excerpt(self.parts.hosts))
    }

    /// `client` refuses the settings made from this URL; `error` is its own text, from which
    /// nothing secret gets through.
    pub(crate) fn refused(&self, client: &str, error: impl fmt::Display) -> UrlError {
        let error = redact::scrub(&error.to_string(), self.secrets());
        UrlError::of(ProblemKind::Refused).with_message(format!("{client} refuses it: {error}"))
    }

    pub(crate) fn error(&self, kind: ProblemKind, span: Span) -> UrlError {
        UrlError::of(kind).at(self.excerpt(span))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
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
        if let Some(schema) = self.value(Key::SearchPath) {
            options.push(server_option("search_path", schema));
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
        let values = self.pairs.iter().filter(|pair| redact::is_secret(pair.name.as_bytes(), self.backend()));
        self.password().into_iter().chain(raw).chain(values.map(|pair| pair.value.as_str()))
    }

    fn excerpt(&self, span: Span) -> Excerpt {
        redact::excerpt(&self.text, &self.parts, span)
    }
}

/// One server option as `options` writes it: blanks and backslashes escaped, as libpq's manual says.
fn server_option(name: &str, value: &str) -> String {
    let value = value.replace('\\', r"\\").replace(' ', r"\ ");
    format!("-c {name}={value}")
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

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let parts = syntax::parts(text).map_err(|kind| fault(kind, text))?;
        let decode = |span: Span| percent::decode(span.of(text)).map_err(UrlError::of);
        let non_empty = |text: &String| !text.is_empty();
        let is_sqlite = parts.backend == Backend::Sqlite;
        let mut url = Self {
            text: text.to_owned(),
            parts,
            hosts: if is_sqlite { Vec::new() } else { hosts(parts.hosts.of(text))? },
            username: parts.username.map(decode).transpose()?.filter(non_empty),
            password: parts.password.map(decode).transpose()?,
            database: match parts.path.of(text).strip_prefix('/') {
                Some(database) if !is_sqlite => {
                    Some(percent::decode(database).map_err(UrlError::of)?).filter(non_empty)
                }
                _ => None,
            },
            pathname: pathname(text, &parts),
            pairs: Vec::new(),
            tls: TlsStatements::default(),
            surroundings: Surroundings::default(),
        };
        for (name, value) in redact::pairs(text, parts.query) {
            let pair = url.pair(name, value)?;
            url.take(pair)?;
        }
        url.check()?;
        Ok(url)
    }
}

/// Reading.
impl DatabaseUrl {
    /// One pair of the query, known and of a value that its key takes.
    fn pair(&self, name_at: Span, value_at: Span) -> Result<Pair, UrlError> {
        let name = percent::decode(name_at.of(&self.text)).map_err(UrlError::of)?;
        let value = percent::decode(value_at.of(&self.text)).map_err(UrlError::of)?;
        let Some(row) = keys::find(name.as_bytes(), self.backend()) else {
            if value_at.of(&self.text).contains('@') && self.parts.username.is_none() {
                return Err(UrlError::of(ProblemKind::RawCharacter('?')));
            }
            let kind = keys::unknown(&name);
            let error = UrlError::of(kind).with_message(format!("{}: `{name}`", kind.message()));
            let error = match keys::suggestion(&name, self.backend()) {
                Some(near) => error.with_remedy(format!("did you mean `{near}`?")),
                None => error,
            };
            return Err(error.at(self.excerpt(name_at)));
        };
        if !row.takes.accepts(&value) {
            let error = UrlError::of(ProblemKind::Value)
                .with_message(format!("`{name}` does not take this value"))
                .with_remedy(row.takes.remedy());
            return Err(error.at(self.excerpt(value_at)));
        }
        Ok(Pair { key: row.key, name, value, name_at })
    }

    /// Lets a pair say what it says.
    fn take(&mut self, pair: Pair) -> Result<(), UrlError> {
        self.tls.take(pair.key, &pair.name, &pair.value).map_err(|refusal| match refusal {
            Refusal::Value(remedy) => self
                .error(ProblemKind::Value, pair.name_at)
                .with_message(format!("`{}` does not take this value", pair.name))
                .with_remedy(remedy),
            Refusal::Conflict(other) => self.conflict(&pair.name, &other, pair.name_at),
        })?;
        if let Some(twin) = self.pairs.iter().find(|twin| pair.key.is_single() && twin.key == pair.key) {
            if twin.value != pair.value {
                return Err(self.conflict(&pair.name, &twin.name, pair.name_at));
            }
        }
        match pair.key {
            Key::User => self.username = Some(pair.value.clone()),
            Key::Password => self.password = Some(pair.value.clone()),
            Key::Database => self.database = Some(pair.value.clone()),
            // A list of ports may come before its hosts: `host_keys` reads the three together.
            _ => {}
        }
        self.pairs.push(pair);
        Ok(())
    }

    fn conflict(&self, name: &str, other: &str, span: Span) -> UrlError {
        self.error(ProblemKind::Conflict, span)
            .with_message(format!("`{name}` contradicts `{other}`"))
            .with_remedy("keep one of them")
    }

    /// The rules that need the whole URL.
    fn check(&mut self) -> Result<(), UrlError> {
        self.host_keys()?;
        if let Err((by, other)) = self.tls.conclude() {
            return Err(self.conflict(by, other, self.parts.query));
        }
        if let Some(identity) = self.pairs.iter().find(|pair| pair.key == Key::ClientIdentity) {
            return Err(self
                .error(ProblemKind::NotCarried, identity.name_at)
                .with_message("no Rust client reads a PKCS#12 identity")
                .with_remedy("convert it to PEM files, and name them as `sslcert` and `sslkey`"));
        }
        let tls = &self.tls.files;
        let pair = self.backend() != Backend::MongoDb;
        if pair && tls.client_certificate.is_some() != tls.client_key.is_some() {
            let (given, missing) =
                if tls.client_key.is_some() { ("a key", "`sslcert`") } else { ("a certificate", "`sslkey`") };
            return Err(self
                .error(ProblemKind::Value, self.parts.query)
                .with_message(format!("{given} of the client without the other half of the pair"))
                .with_remedy(format!("add {missing}; the CA's certificate is `sslrootcert`")));
        }
        if self.backend() == Backend::MongoDb {
            self.check_mongodb()?;
        }
        Ok(())
    }

    /// MongoDB's connection string specification: a host is required; `mongodb+srv` takes one name.
    fn check_mongodb(&self) -> Result<(), UrlError> {
        if self.hosts.iter().any(|host| host.name.is_empty()) {
            return Err(self.error(ProblemKind::Host, self.parts.hosts).with_message("a MongoDB URL names its host"));
        }
        if self.parts.scheme == "mongodb+srv" && (self.hosts.len() > 1 || self.port().is_some()) {
            return Err(self
                .error(ProblemKind::Host, self.parts.hosts)
                .with_message("`mongodb+srv` takes one host name, without a port")
                .with_remedy("remove the others and the port: DNS has them, or write `mongodb://`"));
        }
        Ok(())
    }

    /// libpq's `host`, `hostaddr` and `port`, each a list, which override the authority's.
    fn host_keys(&mut self) -> Result<(), UrlError> {
        let list = |key| self.value(key).map(|value| value.split(',').map(str::to_owned).collect::<Vec<_>>());
        let (names, addresses, ports) = (list(Key::Host), list(Key::HostAddress), list(Key::Port));
        let given = [&names, &addresses].into_iter().flatten().map(Vec::len).max();
        let count = given.unwrap_or(self.hosts.len());
        let mismatch = |key: &str| {
            self.error(ProblemKind::Value, self.parts.query)
                .with_message(format!("`{key}` does not have one value for each host"))
                .with_remedy("write as many, separated by commas")
        };
        let mut hosts = self.hosts.clone();
        if let Some(names) = names {
            let port = self.port();
            hosts = names.into_iter().map(|name| Host { name, address: None, port }).collect();
        }
        if let Some(addresses) = addresses {
            if hosts.len() == 1 {
                hosts.resize(count, hosts[0].clone());
            }
            if addresses.len() != hosts.len() {
                return Err(mismatch("hostaddr"));
            }
            for (host, address) in hosts.iter_mut().zip(addresses) {
                host.address = Some(address.parse().map_err(|_| {
                    self.error(ProblemKind::Value, self.parts.query)
                        .with_message("`hostaddr` takes an IP address")
                        .with_remedy("write a name as `host`")
                })?);
            }
        }
        if let Some(ports) = ports {
            if ports.len() != 1 && ports.len() != hosts.len() {
                return Err(mismatch("port"));
            }
            for (host, port) in hosts.iter_mut().zip(ports.iter().cycle()) {
                host.port = self::port(port)?;
            }
        }
        if let Some(socket) = self.value(Key::Socket) {
            if !socket.starts_with('/') {
                return Err(self
                    .error(ProblemKind::Value, self.parts.query)
                    .with_message("a socket's path is not absolute")
                    .with_remedy("write it from the root, as in `socket=/run/mysqld/mysqld.sock`"));
            }
            hosts = vec![Host { name: socket.to_owned(), address: None, port: None }];
        }
        self.hosts = hosts;
        Ok(())
    }

    /// Fills in what libpq takes from its variables.
    pub(crate) fn surround(mut self, fill: impl FnOnce(&mut Fill<'_>)) -> Self {
        let mut surroundings = std::mem::take(&mut self.surroundings);
        fill(&mut Fill {
            hosts: &mut self.hosts,
            username: &mut self.username,
            password: &mut self.password,
            database: &mut self.database,
            surroundings: &mut surroundings,
        });
        self.surroundings = surroundings;
        self
    }
}

/// The parts of a URL that its surroundings may fill in.
pub(crate) struct Fill<'a> {
    pub hosts: &'a mut Vec<Host>,
    pub username: &'a mut Option<String>,
    pub password: &'a mut Option<String>,
    pub database: &'a mut Option<String>,
    pub surroundings: &'a mut Surroundings,
}

impl Key {
    /// Whether a key says one thing only: said twice, it must say the same.
    fn is_single(self) -> bool {
        !matches!(
            self,
            Key::Options
                | Key::MongoDb
                | Key::Foreign
                | Key::Tls
                | Key::TlsVerifyCa
                | Key::TlsVerifyHost
                | Key::TlsVerified
                | Key::TlsAcceptInvalid
        )
    }
}

fn fault(kind: ProblemKind, text: &str) -> UrlError {
    let error = UrlError::of(kind);
    if kind != ProblemKind::UnknownScheme {
        return error;
    }
    let word = text.split(':').next().unwrap_or_default();
    let error = error.with_message(format!("no supported database has the scheme `{word}`"));
    let driver = word.split_once('+').filter(|(base, _)| Backend::of_scheme(base.as_bytes()).is_some());
    match (driver, suggest::nearest(word, scheme::ALL.iter().copied())) {
        (Some((base, driver)), _) => {
            error.with_remedy(format!("write `{base}://`: the field's type is the driver, not `+{driver}`"))
        }
        (None, Some(near)) => error.with_remedy(format!("did you mean `{near}`?")),
        (None, None) => error,
    }
}

/// The list of hosts, which `syntax` has checked.
fn hosts(list: &str) -> Result<Vec<Host>, UrlError> {
    list.split(',')
        .map(|host| {
            let (name, port) = host.split_at(syntax::port_colon(host.as_bytes(), 0, host.len()));
            let name = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
                None => percent::decode(name).map_err(UrlError::of)?,
                Some(address) => {
                    let host =
                        || UrlError::of(ProblemKind::Host).with_message("not an IPv6 address between the brackets");
                    let zone = address.split('%').next().unwrap_or_default();
                    zone.parse::<std::net::Ipv6Addr>().map_err(|_| host())?;
                    percent::decode(address).map_err(UrlError::of)?
                }
            };
            Ok(Host { name, address: None, port: self::port(port.trim_start_matches(':'))? })
        })
        .collect()
}

/// A port; empty where there is none.
pub(crate) fn port(text: &str) -> Result<Option<u16>, UrlError> {
    match text {
        "" => Ok(None),
        _ => match text.parse() {
            Ok(port) if port > 0 => Ok(Some(port)),
            _ => Err(UrlError::of(ProblemKind::Port)),
        },
    }
}

fn pathname(text: &str, parts: &Parts) -> String {
    whatwg::pathname(text).unwrap_or_else(|| {
        let path = parts.path.of(text);
        // Behind SQLite's authority, which `new URL` would not take.
        let path = path.strip_prefix("//").map_or(path, |rest| rest.find('/').map_or("", |slash| &rest[slash..]));
        whatwg::path_of(parts.scheme, path)
    })
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
