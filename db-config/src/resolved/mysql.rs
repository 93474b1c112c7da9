use std::borrow::Cow;

use super::{
    Param, Pool, Secret, Server, Timeouts, count, flag, pool, statement_cache, text, unexpected_for_backend, user,
};
use crate::error::UrlError;
use crate::tls::TlsPlan;
use crate::url::{DatabaseUrl, Pair, UrlPart};
use db_config_syntax::query::{Key, SessionKey, mysql};
use db_config_syntax::{Backends, Fault};

/// The resolved values of a MySQL or MariaDB URL.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MySql<'a> {
    /// The servers, at least one. An empty host is this machine.
    pub servers: Vec<Server<'a>>,
    /// The user name. The default is the name of the current OS user, as in
    /// [MySQL](https://dev.mysql.com/doc/refman/8.4/en/connecting.html).
    pub user: &'a str,
    /// The password.
    pub password: Option<Secret<'a>>,
    /// The name of the database.
    pub database: Option<&'a str>,
    /// The TLS mode and the certificates.
    pub tls: &'a TlsPlan,
    /// The session variables.
    pub session: MySqlSession<'a>,
    /// The maximum number of prepared statements of a connection.
    pub statement_cache: Option<Param<'a, u32>>,
    /// The pool options.
    pub pool: Pool<'a>,
    /// The timeouts of a connection.
    pub timeouts: Timeouts<'a>,
}

/// The session variables of a MySQL connection.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct MySqlSession<'a> {
    /// The character set (`charset`), in lower case. It is the first of a list, or that of the collation.
    pub charset: Option<Param<'a, Cow<'a, str>>>,
    /// The collation (`collation`, or a `charset` that names a collation), in lower case.
    pub collation: Option<Param<'a, Cow<'a, str>>>,
    /// The time zone (`timezone`): `SYSTEM`, an offset, or a name of the time zone database. UTC is `+00:00`.
    pub time_zone: Option<Param<'a, &'a str>>,
}

impl<'a> MySql<'a> {
    /// Resolves a MySQL URL.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::MySql;
    ///
    /// let url: DatabaseUrl = "mysql://app@db.example.com/orders?charset=utf8mb4".parse()?;
    /// let mysql = MySql::resolve(&url)?;
    /// assert_eq!((mysql.user, mysql.database), ("app", Some("orders")));
    /// assert_eq!(mysql.session.charset.unwrap().value, "utf8mb4");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - It is not a MySQL URL.
    /// - The collation does not belong to the character set.
    /// - The URL has no user name, and the current OS user has no name.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::MYSQL)?;
        let (mut pool, mut timeouts) = (Pool::default(), Timeouts::default());
        let (mut charset, mut collation, mut time_zone) = (None, None, None);
        let (mut cache, mut prepared) = (None, None);
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                // Already part of `DatabaseUrl`.
                Key::Component(_) | Key::Tls(_) | Key::Unsupported(..) => {}
                Key::NoOp | Key::OtherTool | Key::Unclear(_) => {}
                Key::Session(key) => match key {
                    SessionKey::Charset => charset = text(name, value),
                    SessionKey::Collation => collation = text(name, value),
                    SessionKey::TimeZone if mysql::is_client_zone(value) => {}
                    SessionKey::TimeZone => time_zone = text(name, value),
                    SessionKey::PreparedStatements => prepared = flag(name, value),
                    SessionKey::StatementCache => cache = count(name, value),
                    SessionKey::ApplicationName
                    | SessionKey::FallbackApplicationName
                    | SessionKey::Schema
                    | SessionKey::SearchPath
                    | SessionKey::Options
                    | SessionKey::ServerParameter
                    | SessionKey::StatementTimeout
                    | SessionKey::PgBouncer => unexpected_for_backend(pair),
                },
                Key::Pool(key) => pool::store(key, pair, &mut pool, &mut timeouts),
                Key::Connection(_) | Key::Libpq | Key::File(_) | Key::MongoDb | Key::Redis(_) => {
                    unexpected_for_backend(pair);
                }
            }
        }
        let charset = charset.map(|param| param.map(mysql::charset));
        let collation = collation.map(|param| param.map(mysql::lower_case));
        let (charset, collation) = names(url, charset, collation)?;
        let time_zone = time_zone.map(|param| param.map(mysql::time_zone));
        Ok(Self {
            servers: url.hosts().iter().map(Server::from_host).collect(),
            user: user(url)?,
            password: url.password().map(Secret),
            database: url.database(),
            tls: url.tls(),
            session: MySqlSession { charset, collation, time_zone },
            statement_cache: statement_cache(cache, prepared, None),
            pool,
            timeouts,
        })
    }
}

type Name<'a> = Option<Param<'a, Cow<'a, str>>>;

/// Returns the character set and the collation for `SET NAMES`, which sets both. The server rejects a collation of another
/// character set. Without a collation it uses the default collation of the character set.
fn names<'a>(url: &DatabaseUrl, charset: Name<'a>, collation: Name<'a>) -> Result<(Name<'a>, Name<'a>), UrlError> {
    let (charset, collation) = match (charset, collation) {
        (Some(charset), Some(collation)) if mysql::contradict(&charset.value, &collation.value) => {
            let fault = Fault::foreign_collation((charset.name, &charset.value), (collation.name, &collation.value));
            let error = url.error(fault.kind, UrlPart::Parameter(collation.name));
            return Err(error.with_message(fault.message).with_help(fault.help));
        }
        (Some(named), _) if mysql::is_collation(&named.value) => (None, Some(named)),
        names => names,
    };
    match &collation {
        Some(Param { value, name }) if charset.is_none() => {
            let own = mysql::charset_of(value).map(|own| Param { value: own.into(), name });
            Ok((own, collation))
        }
        _ => Ok((charset, collation)),
    }
}
