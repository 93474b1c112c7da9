use super::{Pool, Secret, Server, Timeouts, pool, unexpected_for_backend};
use crate::error::UrlError;
use crate::tls::TlsPlan;
use crate::url::{DatabaseUrl, Pair};
use db_config_syntax::Backends;
use db_config_syntax::query::Key;

/// The resolved values of a MongoDB URL.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MongoDb<'a> {
    /// Whether the scheme is `mongodb+srv`: the only server is a name, and DNS has the list of servers.
    pub srv: bool,
    /// The servers, at least one.
    pub servers: Vec<Server<'a>>,
    /// The user name.
    pub user: Option<&'a str>,
    /// The password.
    pub password: Option<Secret<'a>>,
    /// The name of the database.
    pub database: Option<&'a str>,
    /// The TLS mode and the certificates.
    pub tls: &'a TlsPlan,
    /// MongoDB's other options, decoded, in the spelling and order of the URL.
    pub options: Vec<(&'a str, Secret<'a>)>,
    /// The pool options under the names of the SQL clients. MongoDB's own, such as `maxPoolSize`, are in `options`.
    pub pool: Pool<'a>,
    /// The timeouts under the names of the SQL clients. MongoDB's own, such as `connectTimeoutMS`, are in `options`.
    pub timeouts: Timeouts<'a>,
}

impl<'a> MongoDb<'a> {
    /// Resolves a MongoDB URL.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::MongoDb;
    ///
    /// let url: DatabaseUrl = "mongodb://db.example.com/orders?retryWrites=false".parse()?;
    /// let (name, value) = MongoDb::resolve(&url)?.options[0];
    /// assert_eq!((name, value.expose_secret()), ("retryWrites", "false"));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It is not a MongoDB URL.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::MONGODB)?;
        let (mut pool, mut timeouts) = (Pool::default(), Timeouts::default());
        let mut options = Vec::new();
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                // Already part of `DatabaseUrl::tls`.
                Key::Tls(_) | Key::Unsupported(..) | Key::NoOp | Key::OtherTool | Key::Unclear(_) => {}
                Key::MongoDb if is_default(name, value) => {}
                Key::MongoDb => options.push((&**name, Secret(value))),
                Key::Pool(key) => pool::store(key, pair, &mut pool, &mut timeouts),
                Key::Component(_)
                | Key::Connection(_)
                | Key::Session(_)
                | Key::File(_)
                | Key::Libpq
                | Key::Redis(_) => unexpected_for_backend(pair),
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

/// Returns whether an option asks for what the Rust client does without it, but rejects as a value.
fn is_default(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("uuidRepresentation")
        && ["standard", "unspecified"].iter().any(|default| value.eq_ignore_ascii_case(default))
}
