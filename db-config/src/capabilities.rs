//! [`Capabilities`]: the pool options and timeouts that a field type supports.

use std::fmt;
use std::ops::BitOr;

use db_config_syntax::query::{Key, PoolOption, SessionKey};
use db_config_syntax::tls::TlsKey;
use db_config_syntax::{Backend, Backends};

/// A set of options that a field type supports: pool options, timeouts, the statement cache, certificates, and others.
///
/// Each option is in the set for all databases or for some. A tuple supports the options of both parts.
///
/// ```
/// use db_config::{Backends, Capabilities};
///
/// let pool = Capabilities::MAX_CONNECTIONS.union(Capabilities::ACQUIRE_TIMEOUT);
/// assert!(pool.contains(Capabilities::MAX_CONNECTIONS) && !pool.contains(Capabilities::IDLE_TIMEOUT));
///
/// // libpq supports a connect timeout, the MySQL library does not.
/// const DIESEL: Capabilities = Capabilities::CONNECT_TIMEOUT.only(Backends::POSTGRES);
/// assert!(DIESEL.contains(Capabilities::CONNECT_TIMEOUT));
/// assert!(!DIESEL.only(Backends::MYSQL).contains(Capabilities::CONNECT_TIMEOUT));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct Capabilities {
    /// One bit for each option of each database. The lowest bits are those of the first database.
    bits: u128,
}

/// The number of bits for one database.
const WIDTH: usize = 16;

impl Capabilities {
    /// The empty set.
    pub const EMPTY: Self = Self::bit(0, Backends::EMPTY);
    /// The maximum number of connections of a pool.
    pub const MAX_CONNECTIONS: Self = Self::bit(0, Backends::ALL);
    /// The minimum number of connections of a pool.
    pub const MIN_CONNECTIONS: Self = Self::bit(1, Backends::ALL);
    /// The maximum time to wait for a connection from the pool. MongoDB URLs have no query parameter for it.
    pub const ACQUIRE_TIMEOUT: Self = Self::bit(2, Backends::ALL.difference(Backends::MONGODB));
    /// The maximum time to open a connection.
    pub const CONNECT_TIMEOUT: Self = Self::bit(3, Backends::ALL);
    /// The maximum time that a connection may be idle.
    pub const IDLE_TIMEOUT: Self = Self::bit(4, Backends::ALL);
    /// The maximum age of a connection. MongoDB URLs have no query parameter for it.
    pub const MAX_LIFETIME: Self = Self::bit(5, Backends::ALL.difference(Backends::MONGODB));
    /// The maximum time that SQLite waits for a lock.
    pub const BUSY_TIMEOUT: Self = Self::bit(6, Backends::SQLITE);
    /// The number of prepared statements that a connection caches. It is 0 behind PgBouncer.
    pub const STATEMENT_CACHE: Self = Self::bit(7, Backends::ALL);
    /// The certificates, for client options that leave them to a TLS connector.
    pub const CERTIFICATES: Self = Self::bit(8, Backends::ALL);
    /// The maximum time that a PostgreSQL statement may run.
    pub const STATEMENT_TIMEOUT: Self = Self::bit(9, Backends::POSTGRES);
    /// The parameters that only libpq implements, such as `krbsrvname`.
    pub const LIBPQ_PARAMETERS: Self = Self::bit(10, Backends::POSTGRES);
    /// The complete URL, whose query parameters the application reads itself. db-config does not report warnings about
    /// these parameters and the libpq variables that complete them.
    ///
    /// It does not include the pool options: their attributes do not compile, and their variables have no effect.
    pub const URL: Self = Self::bit(11, Backends::ALL);
    /// Not an option: the client names its prepared statements, which fail behind a transaction-mode pooler. db-config
    /// reports a warning for the URL of a pooler.
    pub const NAMED_STATEMENTS: Self = Self::bit(12, Backends::POSTGRES);
    /// Not an option: the client's command-line tool reads some URLs differently. db-config reports a warning for them:
    ///
    /// - for PostgreSQL, the tools of sqlx, SeaORM and refinery ignore `schema` and `search_path`
    /// - for SQLite, `diesel` opens a file with the name `sqlite:app.db`
    pub const OTHER_CLI: Self = Self::bit(13, Backends::POSTGRES.union(Backends::SQLITE));
    /// libpq's parameters for the connection itself: `sslnegotiation`, `load_balance_hosts`, the `keepalives` parameters and
    /// `tcp_user_timeout`.
    pub const CONNECTION_PARAMETERS: Self = Self::bit(14, Backends::POSTGRES);
    /// The time that [`Connect`](crate::Connect) waits at startup until the server answers.
    pub const WAIT: Self = Self::bit(15, Backends::ALL.difference(Backends::SQLITE));
    /// Every option.
    pub const ALL: Self = {
        let (mut all, mut i) = (Self::EMPTY, 0);
        while i < NAMES.len() {
            all = all.union(NAMES[i].1);
            i += 1;
        }
        all.difference(Self::NAMED_STATEMENTS).difference(Self::OTHER_CLI)
    };

    /// All pool options and timeouts.
    pub(crate) const POOL: Self = Self::MAX_CONNECTIONS
        .union(Self::MIN_CONNECTIONS)
        .union(Self::ACQUIRE_TIMEOUT)
        .union(Self::CONNECT_TIMEOUT)
        .union(Self::IDLE_TIMEOUT)
        .union(Self::MAX_LIFETIME)
        .union(Self::STATEMENT_TIMEOUT)
        .union(Self::BUSY_TIMEOUT)
        .union(Self::WAIT);

    /// Returns the set with one pool option.
    pub(crate) const fn from_option(option: PoolOption) -> Self {
        match option {
            PoolOption::MaxConnections => Self::MAX_CONNECTIONS,
            PoolOption::MinConnections => Self::MIN_CONNECTIONS,
            PoolOption::AcquireTimeout => Self::ACQUIRE_TIMEOUT,
            PoolOption::ConnectTimeout => Self::CONNECT_TIMEOUT,
            PoolOption::IdleTimeout => Self::IDLE_TIMEOUT,
            PoolOption::MaxLifetime => Self::MAX_LIFETIME,
            PoolOption::StatementTimeout => Self::STATEMENT_TIMEOUT,
            PoolOption::BusyTimeout => Self::BUSY_TIMEOUT,
            PoolOption::Wait => Self::WAIT,
        }
    }

    /// Returns the set that a field type needs to support a query parameter. Returns `None` if no warning is needed.
    pub(crate) fn from_key(key: Key) -> Option<Self> {
        match key {
            Key::Pool(option) => Some(Self::from_option(option)),
            Key::Tls(TlsKey::Negotiation) => Some(Self::CONNECTION_PARAMETERS),
            Key::Connection(key) if key.is_minor() => Some(Self::CONNECTION_PARAMETERS),
            Key::Session(SessionKey::PgBouncer | SessionKey::PreparedStatements | SessionKey::StatementCache) => {
                Some(Self::STATEMENT_CACHE)
            }
            _ => None,
        }
    }

    /// Returns whether a pool option is in both sets.
    pub(crate) const fn shares_pool(self, other: Self) -> bool {
        self.for_any_backend() & other.for_any_backend() & Self::POOL.for_any_backend() != 0
    }

    const fn bit(bit: usize, backends: Backends) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < Backend::ALL.len() {
            bits |= 1 << (bit + i * WIDTH);
            i += 1;
        }
        Self { bits }.only(backends)
    }

    /// Restricts the set to the URLs of these databases.
    pub const fn only(mut self, backends: Backends) -> Self {
        let mut i = 0;
        while i < Backend::ALL.len() {
            if !backends.contains(Backend::ALL[i]) {
                self.bits &= !(((1 << WIDTH) - 1) << (i * WIDTH));
            }
            i += 1;
        }
        self
    }

    /// Returns the union of both sets. In a `const`, use it instead of `|`.
    pub const fn union(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits }
    }

    /// Returns this set without the options in `other`.
    pub const fn difference(self, other: Self) -> Self {
        Self { bits: self.bits & !other.bits }
    }

    /// Returns whether every option of `other` is in this set for at least one database.
    pub const fn contains(self, other: Self) -> bool {
        let wanted = other.for_any_backend();
        self.for_any_backend() & wanted == wanted
    }

    /// Returns whether an option of `other` is in this set for at least one database.
    pub(crate) const fn intersects(self, other: Self) -> bool {
        self.for_any_backend() & other.for_any_backend() != 0
    }

    /// Returns the bits of the options that are in the set for at least one database.
    const fn for_any_backend(self) -> u128 {
        let (mut any, mut i) = (0, 0);
        while i < Backend::ALL.len() {
            any |= (self.bits >> (i * WIDTH)) & ((1 << WIDTH) - 1);
            i += 1;
        }
        any
    }
}

/// All options with their names.
const NAMES: [(&str, Capabilities); WIDTH] = [
    ("MAX_CONNECTIONS", Capabilities::MAX_CONNECTIONS),
    ("MIN_CONNECTIONS", Capabilities::MIN_CONNECTIONS),
    ("ACQUIRE_TIMEOUT", Capabilities::ACQUIRE_TIMEOUT),
    ("CONNECT_TIMEOUT", Capabilities::CONNECT_TIMEOUT),
    ("IDLE_TIMEOUT", Capabilities::IDLE_TIMEOUT),
    ("MAX_LIFETIME", Capabilities::MAX_LIFETIME),
    ("BUSY_TIMEOUT", Capabilities::BUSY_TIMEOUT),
    ("STATEMENT_CACHE", Capabilities::STATEMENT_CACHE),
    ("CERTIFICATES", Capabilities::CERTIFICATES),
    ("STATEMENT_TIMEOUT", Capabilities::STATEMENT_TIMEOUT),
    ("LIBPQ_PARAMETERS", Capabilities::LIBPQ_PARAMETERS),
    ("URL", Capabilities::URL),
    ("CONNECTION_PARAMETERS", Capabilities::CONNECTION_PARAMETERS),
    ("NAMED_STATEMENTS", Capabilities::NAMED_STATEMENTS),
    ("OTHER_CLI", Capabilities::OTHER_CLI),
    ("WAIT", Capabilities::WAIT),
];

/// The entries of `NAMES` that are not options.
#[cfg(test)]
const LIMITS: Capabilities = Capabilities::NAMED_STATEMENTS.union(Capabilities::OTHER_CLI);

impl BitOr for Capabilities {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

/// Returns the union of the sets.
impl FromIterator<Capabilities> for Capabilities {
    fn from_iter<I: IntoIterator<Item = Self>>(sets: I) -> Self {
        sets.into_iter().fold(Self::EMPTY, Self::union)
    }
}

/// Prints the name of each option with its databases.
impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, option) in NAMES {
            let supports = |backend: &Backend| self.only(Backends::from_slice(&[*backend])).contains(option);
            let backends: Vec<Backend> = Backend::ALL.into_iter().filter(supports).collect();
            if !backends.is_empty() {
                map.entry(&format_args!("{name}"), &backends);
            }
        }
        map.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: Capabilities = Capabilities::MAX_CONNECTIONS;
    const BUSY: Capabilities = Capabilities::BUSY_TIMEOUT;

    #[test]
    fn each_database_has_a_set_of_its_own() {
        let servers = MAX.only(Backends::POSTGRES.union(Backends::MYSQL));
        assert!(servers.contains(MAX) && servers.only(Backends::MYSQL).contains(MAX));
        assert!(!servers.only(Backends::SQLITE).contains(MAX));
        assert_eq!(servers.only(Backends::SQLITE), Capabilities::EMPTY);
        let all = servers.union(BUSY);
        assert!(all.contains(MAX.union(BUSY)) && !all.only(Backends::SQLITE).contains(MAX.union(BUSY)));
        assert!(all.only(Backends::SQLITE).contains(BUSY) && !all.only(Backends::POSTGRES).contains(BUSY));
        assert_eq!(all.difference(BUSY), servers);
        assert!(all.intersects(BUSY.union(Capabilities::URL)) && !servers.intersects(BUSY.union(Capabilities::URL)));
    }

    #[test]
    fn debug_names_the_options() {
        let set = MAX.only(Backends::POSTGRES.union(Backends::SQLITE)) | BUSY;
        assert_eq!(format!("{set:?}"), "{MAX_CONNECTIONS: [Postgres, Sqlite], BUSY_TIMEOUT: [Sqlite]}");
        assert_eq!([set, MAX].into_iter().collect::<Capabilities>(), MAX.union(BUSY));
        let all = format!("{:?}", Capabilities::ALL);
        assert_eq!(all.matches(": [").count() as u32, Capabilities::ALL.for_any_backend().count_ones(), "{all}");
    }

    #[test]
    fn every_option_is_its_own() {
        for (i, (_, one)) in NAMES.iter().enumerate() {
            let all = Capabilities::ALL.union(LIMITS);
            assert!(all.contains(*one) && !Capabilities::EMPTY.contains(*one));
            assert!(!all.difference(*one).contains(*one));
            for (j, (_, other)) in NAMES.iter().enumerate() {
                assert_eq!(one.contains(*other), i == j);
            }
        }
    }
}
