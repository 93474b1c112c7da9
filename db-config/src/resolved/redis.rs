use super::{Param, Pool, Secret, Server, Timeouts, choice, pool, unexpected_for_backend};
use crate::error::UrlError;
use crate::tls::TlsPlan;
use crate::url::{DatabaseUrl, Pair};
use db_config_syntax::query::{Key, RedisKey, RedisProtocol};
use db_config_syntax::{Backends, redis};

/// The default port.
const PORT: u16 = 6379;

/// The resolved values of a Redis or Valkey URL.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Redis<'a> {
    /// The servers, at least one. An empty host is this machine. The default port 6379 is filled in.
    pub servers: Vec<Server<'a>>,
    /// The user name. Without one, the password is that of the user `default`.
    pub user: Option<&'a str>,
    /// The password. It is never empty.
    pub password: Option<Secret<'a>>,
    /// The number of the database. The default is 0.
    pub database: u32,
    /// The version of the protocol.
    pub protocol: Option<Param<'a, RedisProtocol>>,
    /// The TLS mode and the certificates.
    pub tls: &'a TlsPlan,
    /// The pool options.
    pub pool: Pool<'a>,
    /// The timeouts of a connection.
    pub timeouts: Timeouts<'a>,
}

impl<'a> Redis<'a> {
    /// Resolves a Redis URL.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::Redis;
    ///
    /// let url: DatabaseUrl = "rediss://:hunter2@cache.example.com/2".parse()?;
    /// let redis = Redis::resolve(&url)?;
    /// assert_eq!((redis.user, redis.database), (None, 2));
    /// assert_eq!(redis.servers[0].port, Some(6379));
    /// assert_eq!(redis.tls.mode(), db_config::TlsMode::VerifyFull);
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - It is not a Redis URL.
    /// - The URL has a user name other than `default`, but neither the URL nor a variable has the password. In
    ///   `redis://name@host`, `redis-cli` reads the name as a password, and the Rust clients do not send it at all.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        let redis = Self::resolve_without_password(url)?;
        url.missing_redis_password().map_or(Ok(redis), Err)
    }

    /// Resolves a Redis URL whose password may be that of a provider.
    pub(crate) fn resolve_without_password(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::REDIS)?;
        let (mut pool, mut timeouts) = (Pool::default(), Timeouts::default());
        let mut protocol = None;
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                // Already part of `DatabaseUrl`.
                Key::Component(_) | Key::Tls(_) => {}
                Key::Unsupported(..) | Key::NoOp | Key::OtherTool | Key::Unclear(_) => {}
                Key::Redis(RedisKey::Protocol) => protocol = choice(name, RedisProtocol::from_value(value)),
                Key::Pool(key) => pool::store(key, pair, &mut pool, &mut timeouts),
                Key::Connection(_) | Key::Session(_) | Key::File(_) | Key::Libpq | Key::MongoDb => {
                    unexpected_for_backend(pair);
                }
            }
        }
        let password = url.password().filter(|password| !password.is_empty());
        let servers = url.hosts().iter().map(Server::from_host).map(|server| match server.is_socket {
            true => server,
            false => Server { port: server.port.or(Some(PORT)), ..server },
        });
        Ok(Self {
            servers: servers.collect(),
            user: url.username(),
            password: password.map(Secret),
            database: redis::database(url.database().unwrap_or_default())?.unwrap_or(0),
            protocol,
            tls: url.tls(),
            pool,
            timeouts,
        })
    }
}
