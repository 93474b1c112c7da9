use super::{Given, Pool, Secret, Server, count, flag, of_another_backend, statement_cache, text, user};
use crate::error::{ProblemKind, UrlError};
use crate::query::{Key, SessionKey};
use crate::{Backends, DatabaseUrl, TlsPlan, UrlPart};

/// What a MySQL or MariaDB URL means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MySql<'a> {
    /// At least one. An empty host is this machine.
    pub servers: Vec<Server<'a>>,
    /// The user; by default the operating system's, as in
    /// [MySQL](https://dev.mysql.com/doc/refman/8.4/en/connecting.html).
    pub user: &'a str,
    /// The password.
    pub password: Option<Secret<'a>>,
    /// The database.
    pub database: Option<&'a str>,
    /// TLS, as decided.
    pub tls: &'a TlsPlan,
    /// The session.
    pub session: MySqlSession<'a>,
    /// How many prepared statements a connection may keep.
    pub statement_cache: Option<Given<'a, u32>>,
    /// The pool and the timeouts.
    pub pool: Pool<'a>,
}

/// What the session starts with.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct MySqlSession<'a> {
    /// `charset`.
    pub charset: Option<Given<'a, &'a str>>,
    /// `collation`.
    pub collation: Option<Given<'a, &'a str>>,
    /// `timezone`.
    pub time_zone: Option<Given<'a, &'a str>>,
}

impl<'a> MySql<'a> {
    /// Resolves a MySQL URL.
    ///
    /// # Errors
    ///
    /// The URL is another database's, or a session setting contains a quote.
    pub fn of(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::MYSQL)?;
        let (mut session, mut pool) = (MySqlSession::default(), Pool::default());
        let (mut cache, mut prepared) = (None, None);
        for (pair, name, value) in url.pairs() {
            match pair.row.key {
                // Read with the URL itself.
                Key::Part(_) | Key::Tls(_) | Key::Refused(..) | Key::Everybody | Key::Tool => {}
                Key::Session(key) => match key {
                    SessionKey::Charset => session.charset = text(name, value),
                    SessionKey::Collation => session.collation = text(name, value),
                    SessionKey::TimeZone => session.time_zone = text(name, value),
                    SessionKey::PreparedStatements => prepared = flag(name, value),
                    SessionKey::StatementCache => cache = count(name, value),
                    SessionKey::ApplicationName
                    | SessionKey::FallbackApplicationName
                    | SessionKey::Schema
                    | SessionKey::SearchPath
                    | SessionKey::Options
                    | SessionKey::StatementTimeout
                    | SessionKey::PgBouncer => of_another_backend(pair),
                },
                Key::Pool(key) => pool.add(key, name, value),
                Key::Connection(_) | Key::Libpq | Key::File(_) | Key::MongoDb => of_another_backend(pair),
            }
        }
        require_no_quotes(url, &session)?;
        Ok(Self {
            servers: url.hosts().iter().map(Server::of).collect(),
            user: user(url)?,
            password: url.password().map(Secret),
            database: url.database(),
            tls: url.tls_plan(),
            session,
            statement_cache: statement_cache(cache, prepared, None),
            pool,
        })
    }
}

/// The clients put them in quotes into a statement, whose quoting rules depend on the server's SQL mode.
fn require_no_quotes(url: &DatabaseUrl, session: &MySqlSession<'_>) -> Result<(), UrlError> {
    let MySqlSession { charset, collation, time_zone } = session;
    let mut given = [charset, collation, time_zone].into_iter().flatten();
    match given.find(|given| given.value.contains(['\'', '"', '\\'])) {
        None => Ok(()),
        Some(given) => Err(url
            .error(ProblemKind::Value, UrlPart::Key(given.by))
            .with_message(format!("a quote in `{}`, which names a setting", given.by))
            .with_remedy("write the name alone")),
    }
}

/// The only server, for a client that takes just one.
pub(crate) fn one_server<'a>(
    url: &DatabaseUrl,
    client: &str,
    servers: Vec<Server<'a>>,
) -> Result<Server<'a>, UrlError> {
    match <[Server<'a>; 1]>::try_from(servers) {
        Ok([server]) => Ok(server),
        Err(_) => {
            let error = url.not_carried(client, "several hosts", UrlPart::Hosts);
            Err(error.with_remedy("write one, or give the field a client that takes several"))
        }
    }
}
