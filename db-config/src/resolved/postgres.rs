use std::borrow::Cow;
use std::time::Duration;

use super::{
    ChannelBinding, LoadBalanceHosts, Param, Pool, Secret, Server, SslNegotiation, TargetSessionAttrs, Timeouts,
    choice, count, duration, flag, pool, statement_cache, text, unexpected_for_backend, user,
};
use crate::error::{ProblemKind, UrlError};
use crate::libpq;
use crate::tls::{TlsKey, TlsMode, TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, Host, Pair, Pooler, UrlPart};
use db_config_syntax::query::{ConnectionKey, Key, SessionKey, is_server_parameter, is_setting};
use db_config_syntax::{Backends, Fault};

/// The resolved values of a PostgreSQL URL.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Postgres<'a> {
    /// The servers, at least one.
    ///
    /// libpq's default fills in an omitted host: the directory of the local server's socket, or `localhost`.
    pub servers: Vec<Server<'a>>,
    /// The user name. The default is the name of the current OS user, as in libpq.
    pub user: Cow<'a, str>,
    /// The password.
    pub password: Option<Secret<'a>>,
    /// The name of the database. The default is the user name, as in libpq.
    pub database: Cow<'a, str>,
    /// The TLS mode and the certificates.
    pub tls: &'a TlsPlan,
    /// The start of the TLS handshake (`sslnegotiation`).
    pub ssl_negotiation: Option<Param<'a, SslNegotiation>>,
    /// The use of channel binding (`channel_binding`).
    pub channel_binding: Option<Param<'a, ChannelBinding>>,
    /// The required kind of server (`target_session_attrs`).
    pub target_session_attrs: Option<Param<'a, TargetSessionAttrs>>,
    /// The order in which to try several hosts (`load_balance_hosts`).
    pub load_balance_hosts: Option<Param<'a, LoadBalanceHosts>>,
    /// The TCP options of the connection.
    pub keepalives: Keepalives<'a>,
    /// The session parameters.
    pub session: PostgresSession<'a>,
    /// Whether the server is a transaction-mode pooler.
    ///
    /// The URL has `pgbouncer=true`, or a host is a pooler of Neon (`ep-...-pooler`), Supabase (port 6543) or PlanetScale (port
    /// 6432). The session then has neither a search path nor a statement timeout.
    pub behind_pooler: bool,
    /// The maximum number of prepared statements of a connection; by default 0 behind a transaction-mode pooler other than
    /// Neon's, which keeps them.
    pub statement_cache: Option<Param<'a, u32>>,
    /// The pool options.
    pub pool: Pool<'a>,
    /// The timeouts of a connection.
    pub timeouts: Timeouts<'a>,
    /// The query parameters that only libpq supports.
    pub libpq: Vec<LibpqParameter<'a>>,
}

/// The TCP options of a PostgreSQL connection. Zero is the default of the operating system.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Keepalives<'a> {
    /// Whether keepalives are enabled (`keepalives`).
    pub enabled: Option<Param<'a, bool>>,
    /// The idle time before the first keepalive (`keepalives_idle`).
    pub idle: Option<Param<'a, Duration>>,
    /// The time between two keepalives (`keepalives_interval`).
    pub interval: Option<Param<'a, Duration>>,
    /// The number of unanswered keepalives that closes the connection (`keepalives_count`).
    pub count: Option<Param<'a, u32>>,
    /// The longest time that sent data may stay unacknowledged (`tcp_user_timeout`).
    pub user_timeout: Option<Param<'a, Duration>>,
}

/// The session parameters of a PostgreSQL connection.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PostgresSession<'a> {
    /// The application name (`application_name`, otherwise `fallback_application_name`).
    pub application_name: Option<Param<'a, &'a str>>,
    /// The values of `options` and of sqlx's `options[name]`. If several set the same server parameter, the last one counts.
    ///
    /// The value of `options` is a command line. The value of `options[name]` is that of one server parameter.
    pub options: Vec<Param<'a, &'a str>>,
    /// The search path (`search_path`, or Prisma's `schema`), in SQL syntax.
    pub search_path: Option<Param<'a, Cow<'a, str>>>,
    /// The statement timeout (`statement_timeout`); never zero.
    pub statement_timeout: Option<Param<'a, Duration>>,
}

/// A query parameter that only libpq supports.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct LibpqParameter<'a> {
    /// The name of the parameter in libpq.
    pub name: &'static str,
    /// The value. A boolean is `1` or `0`, as in libpq.
    pub param: Param<'a, Secret<'a>>,
}

impl<'a> Postgres<'a> {
    /// Resolves a PostgreSQL URL.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::Postgres;
    ///
    /// let url: DatabaseUrl = "postgres://app@db.example.com?application_name=shop".parse()?;
    /// let postgres = Postgres::resolve(&url)?;
    /// assert_eq!((&*postgres.user, &*postgres.database), ("app", "app"));
    /// assert_eq!(postgres.servers[0].port, Some(5432));
    /// assert_eq!(postgres.session.application_name.unwrap().value, "shop");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - It is not a PostgreSQL URL.
    /// - Its parts contradict each other, such as TLS and a Unix socket.
    /// - It sets a session parameter, and the server is a transaction-mode pooler.
    /// - The URL has no user name, and the current OS user has no name.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::POSTGRES)?;
        require_network_for_tls(url)?;
        let user = user(url)?;
        let mut postgres = Self {
            servers: url.hosts().iter().map(server).collect(),
            user: user.into(),
            password: url.password().map(Secret),
            database: url.database().unwrap_or(user).into(),
            tls: url.tls(),
            ssl_negotiation: None,
            channel_binding: None,
            target_session_attrs: None,
            load_balance_hosts: None,
            keepalives: Keepalives::default(),
            session: PostgresSession::default(),
            behind_pooler: false,
            statement_cache: None,
            pool: Pool::default(),
            timeouts: Timeouts::default(),
            libpq: Vec::new(),
        };
        postgres.read_keys(url)?;
        if postgres.tls.mode() < TlsMode::Require {
            // Direct negotiation requires TLS.
            postgres.ssl_negotiation = None;
        }
        Ok(postgres)
    }

    fn read_keys(&mut self, url: &'a DatabaseUrl) -> Result<(), UrlError> {
        let (mut cache, mut prepared, mut pgbouncer) = (None, None, None);
        let (mut fallback, mut schema) = (None, None);
        let mut options = Vec::new();
        let session = &mut self.session;
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                // Already part of `DatabaseUrl`.
                Key::Component(_) | Key::Unsupported(..) | Key::NoOp | Key::OtherTool | Key::Unclear(_) => {}
                Key::Tls(TlsKey::Negotiation) => self.ssl_negotiation = choice(name, SslNegotiation::from_word(value)),
                Key::Tls(_) => {}
                Key::Connection(key) => match key {
                    ConnectionKey::ChannelBinding => {
                        self.channel_binding = choice(name, ChannelBinding::from_word(value))
                    }
                    ConnectionKey::TargetSessionAttrs => {
                        self.target_session_attrs = choice(name, TargetSessionAttrs::from_word(value));
                    }
                    ConnectionKey::LoadBalanceHosts => {
                        self.load_balance_hosts = choice(name, LoadBalanceHosts::from_word(value))
                    }
                    ConnectionKey::Keepalives => self.keepalives.enabled = flag(name, value),
                    ConnectionKey::KeepalivesIdle => self.keepalives.idle = duration(pair),
                    ConnectionKey::KeepalivesInterval => self.keepalives.interval = duration(pair),
                    ConnectionKey::KeepalivesCount => self.keepalives.count = count(name, value),
                    ConnectionKey::TcpUserTimeout => self.keepalives.user_timeout = duration(pair),
                },
                Key::Session(key) => match key {
                    SessionKey::ApplicationName => session.application_name = text(name, value),
                    SessionKey::FallbackApplicationName => fallback = text(name, value),
                    SessionKey::Schema => schema = text(name, value),
                    SessionKey::SearchPath => session.search_path = Some(Param { value: value.into(), name }),
                    SessionKey::Options => {
                        require_setting(url, name)?;
                        options.push(pair);
                    }
                    SessionKey::ServerParameter => options.push(pair),
                    SessionKey::StatementTimeout => session.statement_timeout = duration(pair),
                    SessionKey::PgBouncer => pgbouncer = flag(name, value),
                    SessionKey::PreparedStatements => prepared = flag(name, value),
                    SessionKey::StatementCache => cache = count(name, value),
                    SessionKey::Charset | SessionKey::Collation | SessionKey::TimeZone => unexpected_for_backend(pair),
                },
                Key::Pool(key) => pool::store(key, pair, &mut self.pool, &mut self.timeouts),
                Key::Libpq => {
                    let value = row.value_type.canonical(value);
                    self.libpq.push(LibpqParameter { name: row.name(), param: Param { value: Secret(value), name } });
                }
                Key::File(_) | Key::MongoDb | Key::Redis(_) => unexpected_for_backend(pair),
            }
        }
        options.sort_by_key(|pair| url.precedence(pair));
        session.options = options.iter().map(|pair| Param { value: &*pair.value, name: &pair.name }).collect();
        session.application_name = session.application_name.or(fallback);
        // To the server, zero means no timeout.
        session.statement_timeout = session.statement_timeout.filter(|timeout| !timeout.value.is_zero());
        super::require_int(url, session.statement_timeout)?;
        self.statement_cache = statement_cache(cache, prepared, pgbouncer);
        if let Some(schema) = schema {
            if session.search_path.as_ref().is_some_and(|path| path.value != schema.value) {
                let error = url.error(ProblemKind::Contradiction, UrlPart::Parameter(schema.name));
                return Err(
                    error.with_message(format!("`{}` contradicts another parameter for the search path", schema.name))
                );
            }
            session.search_path = Some(schema.map(identifier));
        }
        match url.pooler() {
            Some(Pooler::Transaction { reason, keeps_statements }) => {
                self.behind_pooler = true;
                if !keeps_statements {
                    self.statement_cache = self.statement_cache.or(Some(Param { value: 0, name: "pgbouncer" }));
                }
                fit_to_pooler(url, session, &reason)
            }
            Some(Pooler::Possible(_)) | None => Ok(()),
        }
    }

    /// Returns the first query parameter that has an effect only in libpq, for a client without libpq to reject.
    ///
    /// Parameters that affect neither the choice of the server nor security are left out, as are values with the same
    /// effect as libpq's default.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::Postgres;
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?require_auth=scram-sha-256".parse()?;
    /// assert_eq!(Postgres::resolve(&url)?.libpq_only().unwrap().name, "require_auth");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn libpq_only(&self) -> Option<Param<'a, Secret<'a>>> {
        let has_effect = |own: &&LibpqParameter| {
            !libpq::asks_for_nothing(own.name, own.param.value.expose_secret()) && !libpq::is_minor(own.name)
        };
        self.libpq.iter().find(has_effect).map(|own| own.param)
    }
}

/// Rejects session parameters, which do not work behind a transaction-mode pooler. PgBouncer refuses the startup parameter
/// `options`. If a client sets them after connecting, they apply to the next client of the server connection. The search
/// path `public` is PostgreSQL's default.
fn fit_to_pooler(url: &DatabaseUrl, session: &mut PostgresSession<'_>, pooler: &str) -> Result<(), UrlError> {
    session.search_path = session.search_path.take().filter(|path| path.value != "public");
    let path = session.search_path.as_ref().map(|path| (path.name, "search_path"));
    let timeout = session.statement_timeout.map(|timeout| (timeout.name, "statement_timeout"));
    // `endpoint=...` and `--cluster=...` are options of the pooler or proxy itself.
    let sets_parameter = |option: &str| option.starts_with('-') && !option.starts_with("--cluster=");
    let sets =
        |param: &&Param<&str>| setting_name(param.name).is_some() || param.value.split_whitespace().any(sets_parameter);
    let option = session.options.iter().find(sets).map(|param| (param.name, "..."));
    match path.or(timeout).or(option) {
        None => Ok(()),
        Some((name, setting)) => Err(url
            .error(ProblemKind::Unsupported, UrlPart::Parameter(name))
            .with_message(format!("`{name}` does not work behind a transaction-mode pooler ({pooler})"))
            .with_help(format!(
                "set it once for the role with `alter role ... set {setting} = ...`, or connect to the database \
                 directly; add `pgbouncer=false` if the host is not a pooler"
            ))),
    }
}

/// Rejects a TLS mode that requires TLS for a Unix socket, over which PostgreSQL has no TLS.
fn require_network_for_tls(url: &DatabaseUrl) -> Result<(), UrlError> {
    let tls = url.tls();
    // An omitted host may mean a socket. If it does here, the attribute and the variables did not count.
    let may_be_socket = !matches!(tls.reason().decider(), TlsReason::Attribute | TlsReason::EnvVar(_));
    let is_omitted = |host: &Host| may_be_socket && host.name().is_empty() && host.address().is_none();
    if tls.mode() <= TlsMode::Prefer || !url.hosts().iter().any(|host| host.is_socket() || is_omitted(host)) {
        return Ok(());
    }
    let mode = tls.mode_with_reason();
    let help = |hosts: &str| match tls.reason().decider() {
        TlsReason::Attribute | TlsReason::DefaultAttribute | TlsReason::Host { .. } => hosts.to_owned(),
        TlsReason::EnvVar(variable) => format!("{hosts}, or set {variable} to `disable`"),
        _ => format!("{hosts}, or set `sslmode=disable`"),
    };
    let error = url.tls_error(ProblemKind::Unsupported);
    Err(match url.hosts().iter().any(Host::is_socket) {
        true => {
            error.with_message(format!("{mode} is impossible over a Unix socket")).with_help(help("use only TCP hosts"))
        }
        false => error
            .with_message(format!("{mode} needs a host, because a URL without one may mean a Unix socket"))
            .with_help(help("add a host, for example `localhost`")),
    })
}

/// Resolves a server, with libpq's default port and host, which may be a local socket.
fn server(host: &Host) -> Server<'_> {
    let mut server = Server::from_host(host);
    let port = *server.port.get_or_insert(libpq::PORT);
    if server.host.is_empty() {
        server.host = server.address.map_or_else(|| libpq::host(port).into(), |address| address.to_string().into());
        server.is_socket = server.address.is_none() && server.host.starts_with('/');
    }
    server
}

impl PostgresSession<'_> {
    /// Returns the startup parameter `options`, or `None` if it is empty.
    ///
    /// It consists of the URL's own `options` and of the parameters that the other fields set.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::Postgres;
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?options=-c%20geqo%3Doff&statement_timeout=5000".parse()?;
    /// let options = Postgres::resolve(&url)?.session.startup_options();
    /// assert_eq!(options.as_deref(), Some("-c geqo=off -c statement_timeout=5000"));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn startup_options(&self) -> Option<String> {
        let Self { application_name: _, options, search_path, statement_timeout } = self;
        let mut startup: Vec<String> = Vec::new();
        for param in options {
            startup.push(match setting_name(param.name) {
                Some(setting) => server_option(setting, param.value),
                None => param.value.to_owned(),
            });
        }
        if let Some(path) = search_path {
            startup.push(server_option("search_path", &path.value));
        }
        if let Some(timeout) = statement_timeout {
            startup.push(server_option("statement_timeout", &timeout.value.as_millis().to_string()));
        }
        (!startup.is_empty()).then(|| startup.join(" "))
    }
}

/// Returns the name of the server parameter in sqlx's `options[name]`, or of a query parameter such as `lock_timeout`.
fn setting_name(key: &str) -> Option<&str> {
    match key.split_once('[') {
        Some((_, setting)) => Some(setting.strip_suffix(']').unwrap_or(setting)),
        None => Some(key).filter(|key| is_server_parameter(key)),
    }
}

/// Rejects a name in sqlx's `options[name]` that could add another option.
fn require_setting(url: &DatabaseUrl, key: &str) -> Result<(), UrlError> {
    let Some(setting) = setting_name(key) else { return Ok(()) };
    if is_setting(setting) {
        return Ok(());
    }
    let fault = Fault::invalid_setting();
    Err(url.error(fault.kind, UrlPart::Parameter(key)).with_message(fault.message).with_help(fault.help))
}

/// Returns `-c name=value`, escaped as [libpq
/// requires](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS).
fn server_option(name: &str, value: &str) -> String {
    let mut option = format!("-c {name}=");
    for c in value.chars() {
        // A vertical tab separates options too.
        if c == '\\' || c.is_ascii_whitespace() || c == '\u{b}' {
            option.push('\\');
        }
        option.push(c);
    }
    option
}

/// Quotes a name that PostgreSQL would change to lower case. Prisma's `schema` is one name, verbatim.
fn identifier(name: &str) -> Cow<'_, str> {
    let is_plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")).into() }
}
