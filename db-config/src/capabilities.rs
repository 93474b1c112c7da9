//! What settings carry besides the connection itself.

use std::fmt;
use std::ops::BitOr;

use db_config_syntax::query::{Key, PoolOption, SessionKey};

use db_config_syntax::{Backend, Backends};

/// A set of what some settings carry and others do not: pool options and timeouts, the size of the statement cache,
/// and a client certificate; each for the URLs of some databases or of all. A tuple supports what either of its parts
/// supports.
///
/// ```
/// use db_config::{Backends, Capabilities};
///
/// let pool = Capabilities::MAX_CONNECTIONS.union(Capabilities::ACQUIRE_TIMEOUT);
/// assert!(pool.contains(Capabilities::MAX_CONNECTIONS) && !pool.contains(Capabilities::IDLE_TIMEOUT));
///
/// // libpq has a timeout, the library of MySQL has none.
/// const DIESEL: Capabilities = Capabilities::CONNECT_TIMEOUT.only(Backends::POSTGRES);
/// assert!(DIESEL.contains(Capabilities::CONNECT_TIMEOUT));
/// assert!(!DIESEL.only(Backends::MYSQL).contains(Capabilities::CONNECT_TIMEOUT));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct Capabilities {
    /// One bit for each option, for the URLs of each backend.
    bits: [u16; Backend::ALL.len()],
}

impl Capabilities {
    /// None of it.
    pub const EMPTY: Self = Self::bit(0, Backends::EMPTY);
    /// The pool's maximum number of connections.
    pub const MAX_CONNECTIONS: Self = Self::bit(0, Backends::ALL);
    /// The pool's minimum number of connections.
    pub const MIN_CONNECTIONS: Self = Self::bit(1, Backends::ALL);
    /// How long to wait for a connection from the pool. No query parameter of MongoDB sets it.
    pub const ACQUIRE_TIMEOUT: Self = Self::bit(2, Backends::SQL);
    /// How long to wait for a new connection.
    pub const CONNECT_TIMEOUT: Self = Self::bit(3, Backends::ALL);
    /// How long a connection may stay idle.
    pub const IDLE_TIMEOUT: Self = Self::bit(4, Backends::ALL);
    /// How long a connection may live. No query parameter of MongoDB sets it.
    pub const MAX_LIFETIME: Self = Self::bit(5, Backends::SQL);
    /// How long SQLite waits for a lock.
    pub const BUSY_TIMEOUT: Self = Self::bit(6, Backends::SQLITE);
    /// How many prepared statements a connection may keep: none behind PgBouncer.
    pub const STATEMENT_CACHE: Self = Self::bit(7, Backends::ALL);
    /// The client's certificate, for a client whose own settings cannot hold it.
    pub const CERTIFICATES: Self = Self::bit(8, Backends::ALL);
    /// How long a statement of PostgreSQL may run.
    pub const STATEMENT_TIMEOUT: Self = Self::bit(9, Backends::POSTGRES);
    /// Parameters that only libpq implements, such as `krbsrvname`.
    pub const LIBPQ_PARAMETERS: Self = Self::bit(10, Backends::POSTGRES);
    /// The URL itself, whose query parameters the application reads by itself: neither they nor libpq's variables, which
    /// add to them, are in the [`warnings`](crate::DatabaseConfig::warnings). It does not support the pool options: their
    /// attributes do not compile, and their variables have no effect.
    pub const URL: Self = Self::bit(11, Backends::ALL);
    /// All of it.
    pub const ALL: Self = Self::MAX_CONNECTIONS
        .union(Self::MIN_CONNECTIONS)
        .union(Self::ACQUIRE_TIMEOUT)
        .union(Self::CONNECT_TIMEOUT)
        .union(Self::IDLE_TIMEOUT)
        .union(Self::MAX_LIFETIME)
        .union(Self::BUSY_TIMEOUT)
        .union(Self::STATEMENT_CACHE)
        .union(Self::CERTIFICATES)
        .union(Self::STATEMENT_TIMEOUT)
        .union(Self::LIBPQ_PARAMETERS)
        .union(Self::URL);

    /// Every option of a pool, and every timeout.
    pub(crate) const POOL: Self = Self::MAX_CONNECTIONS
        .union(Self::MIN_CONNECTIONS)
        .union(Self::ACQUIRE_TIMEOUT)
        .union(Self::CONNECT_TIMEOUT)
        .union(Self::IDLE_TIMEOUT)
        .union(Self::MAX_LIFETIME)
        .union(Self::STATEMENT_TIMEOUT)
        .union(Self::BUSY_TIMEOUT);

    /// Returns the set of one option of a pool.
    pub(crate) const fn of_option(option: PoolOption) -> Self {
        match option {
            PoolOption::MaxConnections => Self::MAX_CONNECTIONS,
            PoolOption::MinConnections => Self::MIN_CONNECTIONS,
            PoolOption::AcquireTimeout => Self::ACQUIRE_TIMEOUT,
            PoolOption::ConnectTimeout => Self::CONNECT_TIMEOUT,
            PoolOption::IdleTimeout => Self::IDLE_TIMEOUT,
            PoolOption::MaxLifetime => Self::MAX_LIFETIME,
            PoolOption::StatementTimeout => Self::STATEMENT_TIMEOUT,
            PoolOption::BusyTimeout => Self::BUSY_TIMEOUT,
        }
    }

    /// Returns the set that has to support a query parameter, if a warning is to name it where nothing does.
    pub(crate) fn of_key(key: Key) -> Option<Self> {
        match key {
            Key::Pool(option) => Some(Self::of_option(option)),
            Key::Session(SessionKey::PgBouncer | SessionKey::PreparedStatements | SessionKey::StatementCache) => {
                Some(Self::STATEMENT_CACHE)
            }
            _ => None,
        }
    }

    /// Returns whether both sets have the same option of a pool.
    pub(crate) const fn shares_pool(self, other: Self) -> bool {
        self.of_any() & other.of_any() & Self::POOL.of_any() != 0
    }

    const fn bit(bit: u32, backends: Backends) -> Self {
        Self { bits: [1 << bit; Backend::ALL.len()] }.only(backends)
    }

    /// Returns this set for the URLs of these databases only.
    pub const fn only(mut self, backends: Backends) -> Self {
        let mut backend = 0;
        while backend < Backend::ALL.len() {
            if !backends.contains(Backend::ALL[backend]) {
                self.bits[backend] = 0;
            }
            backend += 1;
        }
        self
    }

    /// Returns the set of what is in either of the two.
    pub const fn union(mut self, other: Self) -> Self {
        let mut backend = 0;
        while backend < Backend::ALL.len() {
            self.bits[backend] |= other.bits[backend];
            backend += 1;
        }
        self
    }

    /// Returns the set without what is in `other`.
    pub const fn difference(mut self, other: Self) -> Self {
        let mut backend = 0;
        while backend < Backend::ALL.len() {
            self.bits[backend] &= !other.bits[backend];
            backend += 1;
        }
        self
    }

    /// Whether it has everything that `other` has, each for the URLs of at least one database.
    pub const fn contains(self, other: Self) -> bool {
        let wanted = other.of_any();
        self.of_any() & wanted == wanted
    }

    /// Whether it has something of what `other` has.
    pub(crate) const fn intersects(self, other: Self) -> bool {
        self.of_any() & other.of_any() != 0
    }

    /// The options that are supported for at least one database.
    const fn of_any(self) -> u16 {
        let (mut any, mut backend) = (0, 0);
        while backend < Backend::ALL.len() {
            any |= self.bits[backend];
            backend += 1;
        }
        any
    }
}

impl BitOr for Capabilities {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

/// The union of the sets.
impl FromIterator<Capabilities> for Capabilities {
    fn from_iter<I: IntoIterator<Item = Self>>(sets: I) -> Self {
        sets.into_iter().fold(Self::EMPTY, Self::union)
    }
}

/// Shows each option by its name, with the databases that it is supported for.
impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = [
            ("MAX_CONNECTIONS", Self::MAX_CONNECTIONS),
            ("MIN_CONNECTIONS", Self::MIN_CONNECTIONS),
            ("ACQUIRE_TIMEOUT", Self::ACQUIRE_TIMEOUT),
            ("CONNECT_TIMEOUT", Self::CONNECT_TIMEOUT),
            ("IDLE_TIMEOUT", Self::IDLE_TIMEOUT),
            ("MAX_LIFETIME", Self::MAX_LIFETIME),
            ("BUSY_TIMEOUT", Self::BUSY_TIMEOUT),
            ("STATEMENT_CACHE", Self::STATEMENT_CACHE),
            ("CERTIFICATES", Self::CERTIFICATES),
            ("STATEMENT_TIMEOUT", Self::STATEMENT_TIMEOUT),
            ("LIBPQ_PARAMETERS", Self::LIBPQ_PARAMETERS),
            ("URL", Self::URL),
        ];
        let mut map = f.debug_map();
        for (name, option) in options {
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
        assert_eq!(all.matches(": [").count() as u32, Capabilities::ALL.of_any().count_ones(), "{all}");
    }

    #[test]
    fn every_option_is_its_own() {
        let all = [
            MAX,
            Capabilities::MIN_CONNECTIONS,
            Capabilities::ACQUIRE_TIMEOUT,
            Capabilities::CONNECT_TIMEOUT,
            Capabilities::IDLE_TIMEOUT,
            Capabilities::MAX_LIFETIME,
            BUSY,
            Capabilities::STATEMENT_CACHE,
            Capabilities::CERTIFICATES,
            Capabilities::STATEMENT_TIMEOUT,
            Capabilities::LIBPQ_PARAMETERS,
            Capabilities::URL,
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(Capabilities::ALL.contains(*one) && !Capabilities::EMPTY.contains(*one));
            assert!(!Capabilities::ALL.difference(*one).contains(*one));
            for (j, other) in all.iter().enumerate() {
                assert_eq!(one.contains(*other), i == j);
            }
        }
    }
}
