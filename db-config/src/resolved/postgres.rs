use std::borrow::Cow;
use std::time::Duration;

use super::{
    ChannelBinding, LoadBalanceHosts, Param, Pool, Secret, Server, SslNegotiation, TargetSessionAttrs, Timeouts, count,
    flag, pool, seconds, statement_cache, text, unexpected_for_backend, user, word,
};
use crate::error::{ProblemKind, UrlError};
use crate::libpq;
use crate::tls::{TlsKey, TlsMode, TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, Host, Pair, UrlPart};
use db_config_syntax::Backends;
use db_config_syntax::query::{ConnectionKey, Key, SessionKey, ValueType};
use db_config_syntax::values::boolean;

/// What a PostgreSQL URL means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Postgres<'a> {
    /// At least one. An omitted host is libpq's default: the folder of the local server's socket, or `localhost`.
    pub servers: Vec<Server<'a>>,
    /// The user; by default the operating system's, as in libpq.
    pub user: Cow<'a, str>,
    /// The password.
    pub password: Option<Secret<'a>>,
    /// The database; by default it has the user's name, as in libpq.
    pub database: Cow<'a, str>,
    /// TLS, as decided.
    pub tls: &'a TlsPlan,
    /// `sslnegotiation`.
    pub ssl_negotiation: Option<Param<'a, SslNegotiation>>,
    /// `channel_binding`.
    pub channel_binding: Option<Param<'a, ChannelBinding>>,
    /// `target_session_attrs`.
    pub target_session_attrs: Option<Param<'a, TargetSessionAttrs>>,
    /// `load_balance_hosts`.
    pub load_balance_hosts: Option<Param<'a, LoadBalanceHosts>>,
    /// TCP keepalives.
    pub keepalives: Keepalives<'a>,
    /// The session.
    pub session: PostgresSession<'a>,
    /// Whether a pooler shares one server connection among many clients: `pgbouncer=true`, or a host whose first label
    /// ends with `-pooler`, as Neon names them. The session then has neither a search path nor a timeout.
    pub behind_pooler: bool,
    /// How many prepared statements a connection may keep: none behind PgBouncer.
    pub statement_cache: Option<Param<'a, u32>>,
    /// The pool.
    pub pool: Pool<'a>,
    /// The timeouts.
    pub timeouts: Timeouts<'a>,
    /// libpq's own keys, which no other client has.
    pub libpq: Vec<LibpqParameter<'a>>,
}

/// TCP keepalives, and how long sent data may stay unacknowledged. Zero leaves it to the system.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Keepalives<'a> {
    /// Whether they are enabled.
    pub enabled: Option<Param<'a, bool>>,
    /// `keepalives_idle`.
    pub idle: Option<Param<'a, Duration>>,
    /// `keepalives_interval`.
    pub interval: Option<Param<'a, Duration>>,
    /// `keepalives_count`.
    pub count: Option<Param<'a, u32>>,
    /// `tcp_user_timeout`.
    pub user_timeout: Option<Param<'a, Duration>>,
}

/// What the session starts with.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PostgresSession<'a> {
    /// `application_name`, or else `fallback_application_name`.
    pub application_name: Option<Param<'a, &'a str>>,
    /// `options`, each as it was given: a command line, or (sqlx's `options[name]`) one setting.
    pub options: Vec<Param<'a, &'a str>>,
    /// `search_path`, in SQL syntax.
    pub search_path: Option<Param<'a, Cow<'a, str>>>,
    /// `statement_timeout`.
    pub statement_timeout: Option<Param<'a, Duration>>,
}

/// A query parameter that only libpq implements.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct LibpqParameter<'a> {
    /// libpq's name for it.
    pub name: &'static str,
    /// The value; a boolean is `1` or `0`, as in libpq.
    pub param: Param<'a, Secret<'a>>,
}

impl<'a> Postgres<'a> {
    /// Resolves a PostgreSQL URL.
    ///
    /// # Errors
    ///
    /// The URL is another database's, or its parts contradict each other.
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
            // Direct negotiation would have raised the mode.
            postgres.ssl_negotiation = None;
        }
        Ok(postgres)
    }

    fn read_keys(&mut self, url: &'a DatabaseUrl) -> Result<(), UrlError> {
        let (mut cache, mut prepared, mut pgbouncer) = (None, None, None);
        let (mut fallback, mut schema) = (None, None);
        let session = &mut self.session;
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                // Read with the URL itself.
                Key::UrlPart(_) | Key::Unsupported(..) | Key::NoOp | Key::OtherTool => {}
                Key::Tls(TlsKey::Negotiation) => self.ssl_negotiation = word(name, SslNegotiation::from_word(value)),
                Key::Tls(_) => {}
                Key::Connection(key) => match key {
                    ConnectionKey::ChannelBinding => {
                        self.channel_binding = word(name, ChannelBinding::from_word(value))
                    }
                    ConnectionKey::TargetSessionAttrs => {
                        self.target_session_attrs = word(name, TargetSessionAttrs::from_word(value));
                    }
                    ConnectionKey::LoadBalanceHosts => {
                        self.load_balance_hosts = word(name, LoadBalanceHosts::from_word(value))
                    }
                    ConnectionKey::Keepalives => self.keepalives.enabled = flag(name, value),
                    ConnectionKey::KeepalivesIdle => self.keepalives.idle = seconds(name, value),
                    ConnectionKey::KeepalivesInterval => self.keepalives.interval = seconds(name, value),
                    ConnectionKey::KeepalivesCount => self.keepalives.count = count(name, value),
                    ConnectionKey::TcpUserTimeout => self.keepalives.user_timeout = super::milliseconds(name, value),
                },
                Key::Session(key) => match key {
                    SessionKey::ApplicationName => session.application_name = text(name, value),
                    SessionKey::FallbackApplicationName => fallback = text(name, value),
                    SessionKey::Schema => schema = text(name, value),
                    SessionKey::SearchPath => session.search_path = Some(Param { value: value.into(), name }),
                    SessionKey::Options => {
                        require_setting(url, name)?;
                        session.options.extend(text(name, value));
                    }
                    SessionKey::StatementTimeout => session.statement_timeout = super::milliseconds(name, value),
                    SessionKey::PgBouncer => pgbouncer = flag(name, value),
                    SessionKey::PreparedStatements => prepared = flag(name, value),
                    SessionKey::StatementCache => cache = count(name, value),
                    SessionKey::Charset | SessionKey::Collation | SessionKey::TimeZone => unexpected_for_backend(pair),
                },
                Key::Pool(key) => pool::store(key, name, value, &mut self.pool, &mut self.timeouts),
                Key::Libpq => {
                    let value = match (row.value_type, boolean(value)) {
                        (ValueType::Boolean, Some(true)) => "1",
                        (ValueType::Boolean, Some(false)) => "0",
                        _ => value,
                    };
                    self.libpq.push(LibpqParameter { name: row.name(), param: Param { value: Secret(value), name } });
                }
                Key::File(_) | Key::MongoDb => unexpected_for_backend(pair),
            }
        }
        session.application_name = session.application_name.or(fallback);
        // Zero is the server's own way to say that there is none.
        session.statement_timeout = session.statement_timeout.filter(|timeout| !timeout.value.is_zero());
        super::require_int(url, session.statement_timeout)?;
        self.statement_cache = statement_cache(cache, prepared, pgbouncer);
        if let Some(schema) = schema {
            if session.search_path.as_ref().is_some_and(|path| path.value != schema.value) {
                let error = url.error(ProblemKind::Contradiction, UrlPart::Key(schema.name));
                return Err(
                    error.with_message(format!("`{}` contradicts another key for the search path", schema.name))
                );
            }
            session.search_path = Some(schema.map(identifier));
        }
        match pooler(url, pgbouncer) {
            Some(pooler) => {
                self.behind_pooler = true;
                fit_to_pooler(url, session, &pooler)
            }
            None => Ok(()),
        }
    }

    /// The first of libpq's own keys that asks for something that a client without libpq does not do anyway.
    pub fn libpq_only(&self) -> Option<Param<'a, Secret<'a>>> {
        let asks = |own: &&LibpqParameter| {
            !libpq::asks_for_nothing(own.name, own.param.value.expose_secret()) && !libpq::is_minor(own.param.name)
        };
        self.libpq.iter().find(asks).map(|own| own.param)
    }
}

/// The sign of a pooler that shares one server connection among many clients: `pgbouncer=true`, or a host named like
/// Neon's.
fn pooler(url: &DatabaseUrl, pgbouncer: Option<Param<'_, bool>>) -> Option<String> {
    if let Some(pgbouncer) = pgbouncer {
        return pgbouncer.value.then(|| format!("`{}`", pgbouncer.name));
    }
    let is_pooler = |host: &&Host| host.name().split('.').next().is_some_and(|label| label.ends_with("-pooler"));
    url.hosts().iter().find(is_pooler).map(|host| format!("the host `{}`", host.name()))
}

/// PgBouncer refuses the startup parameter `options`, which carries the session's settings, and setting them after
/// connecting would set them for whoever gets the server connection next. PostgreSQL searches `public` anyway.
fn fit_to_pooler(url: &DatabaseUrl, session: &mut PostgresSession<'_>, pooler: &str) -> Result<(), UrlError> {
    session.search_path = session.search_path.take().filter(|path| path.value != "public");
    let path = session.search_path.as_ref().map(|path| (path.name, "search_path"));
    let timeout = session.statement_timeout.map(|timeout| (timeout.name, "statement_timeout"));
    // `endpoint=...` and `--cluster=...` are for the pooler or proxy itself.
    let is_setting = |word: &str| word.starts_with('-') && !word.starts_with("--cluster=");
    let sets = |param: &&Param<&str>| param.name.contains('[') || param.value.split_whitespace().any(is_setting);
    let option = session.options.iter().find(sets).map(|param| (param.name, "..."));
    match path.or(timeout).or(option) {
        None => Ok(()),
        Some((by, setting)) => Err(url
            .error(ProblemKind::Unsupported, UrlPart::Key(by))
            .with_message(format!("a pooler in transaction mode keeps no `{by}` for a session, and {pooler} names one"))
            .with_help(format!(
                "set it for the role, once: `alter role ... set {setting} = ...`; or connect to the database directly, \
                 with `pgbouncer=false` if its host only looks like a pooler's"
            ))),
    }
}

/// PostgreSQL has no TLS over a Unix socket, which an omitted host may be: a demand for TLS could not be met.
fn require_network_for_tls(url: &DatabaseUrl) -> Result<(), UrlError> {
    let tls = url.tls();
    // An omitted host may be a socket. If it is one here, the attribute and the variables were left out.
    let may_be_socket = !matches!(tls.reason().decider(), TlsReason::Attribute | TlsReason::EnvVar(_));
    let is_omitted = |host: &Host| may_be_socket && host.name().is_empty() && host.address().is_none();
    if tls.mode() <= TlsMode::Prefer || !url.hosts().iter().any(|host| host.is_socket() || is_omitted(host)) {
        return Ok(());
    }
    let asked = format!("`{}` is asked for: {}", tls.mode(), tls.reason());
    let help = |hosts: &str| match tls.reason().decider() {
        TlsReason::Attribute | TlsReason::DefaultAttribute | TlsReason::Host { .. } => hosts.to_owned(),
        TlsReason::EnvVar(variable) => format!("{hosts}, or `disable` in {variable}"),
        _ => format!("{hosts}, or `sslmode=disable`"),
    };
    let error = url.tls_error(ProblemKind::Unsupported);
    Err(match url.hosts().iter().any(Host::is_socket) {
        true => error
            .with_message(format!("a Unix socket carries no TLS, and {asked}"))
            .with_help(help("write hosts alone that are reached over the network")),
        false => error
            .with_message(format!("without a host this may be a Unix socket, which carries no TLS, and {asked}"))
            .with_help(help("write the host, if only `localhost`")),
    })
}

/// Fills in libpq's defaults: the port, and the host, which may be a local socket.
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
    /// libpq's `options`: the URL's own, and each setting that has a key of its own.
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

/// The name in sqlx's `options[name]`.
fn setting_name(key: &str) -> Option<&str> {
    key.split_once('[').map(|(_, setting)| setting.strip_suffix(']').unwrap_or(setting))
}

/// Checks the name in sqlx's `options[name]`, which could otherwise smuggle in another option.
fn require_setting(url: &DatabaseUrl, key: &str) -> Result<(), UrlError> {
    let Some(setting) = setting_name(key) else { return Ok(()) };
    match !setting.is_empty() && setting.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b)) {
        true => Ok(()),
        false => Err(url
            .error(ProblemKind::InvalidValue, UrlPart::Key(key))
            .with_message("not the name of a server's setting")
            .with_help("write `options[name]=value` with letters, digits, `_` and `.`")),
    }
}

/// `-c name=value`, escaped as [libpq
/// requires](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS).
fn server_option(name: &str, value: &str) -> String {
    let mut option = format!("-c {name}=");
    for c in value.chars() {
        // The server also splits at a vertical tab.
        if c == '\\' || c.is_ascii_whitespace() || c == '\u{b}' {
            option.push('\\');
        }
        option.push(c);
    }
    option
}

/// A name that PostgreSQL would fold to lower case, quoted: Prisma's `schema` is one name, verbatim.
fn identifier(name: &str) -> Cow<'_, str> {
    let is_plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")).into() }
}
