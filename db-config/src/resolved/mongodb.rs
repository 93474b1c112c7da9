use super::{Pool, Secret, Server, Timeouts, pool, unexpected_for_backend};
use crate::error::UrlError;
use crate::tls::TlsPlan;
use crate::url::{DatabaseUrl, Pair};
use db_config_syntax::Backends;
use db_config_syntax::query::Key;

/// What a MongoDB URL means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MongoDb<'a> {
    /// `mongodb+srv`: the only server is a name whose servers are looked up in DNS.
    pub srv: bool,
    /// At least one.
    pub servers: Vec<Server<'a>>,
    /// The user.
    pub user: Option<&'a str>,
    /// The password.
    pub password: Option<Secret<'a>>,
    /// The database.
    pub database: Option<&'a str>,
    /// TLS, as decided.
    pub tls: &'a TlsPlan,
    /// MongoDB's other options, decoded, in their spelling and order.
    pub options: Vec<(&'a str, Secret<'a>)>,
    /// The pool, in the terms of the SQL clients.
    pub pool: Pool<'a>,
    /// The timeouts, in the terms of the SQL clients.
    pub timeouts: Timeouts<'a>,
}

impl<'a> MongoDb<'a> {
    /// Resolves a MongoDB URL.
    ///
    /// # Errors
    ///
    /// The URL is another database's.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::MONGODB)?;
        let (mut pool, mut timeouts) = (Pool::default(), Timeouts::default());
        let mut options = Vec::new();
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                // Read with the URL itself.
                Key::Tls(_) => {}
                Key::MongoDb => options.push((&**name, Secret(value))),
                Key::Pool(key) => pool::store(key, name, value, &mut pool, &mut timeouts),
                Key::UrlPart(_)
                | Key::Connection(_)
                | Key::Session(_)
                | Key::File(_)
                | Key::Libpq
                | Key::Unsupported(..)
                | Key::NoOp
                | Key::OtherTool => unexpected_for_backend(pair),
            }
        }
        Ok(Self {
            srv: url.scheme() == "mongodb+srv",
            servers: url.hosts().iter().map(Server::from_host).collect(),
            user: url.username(),
            password: url.password().map(Secret),
            database: url.database(),
            tls: url.tls(),
            options,
            pool,
            timeouts,
        })
    }
}
