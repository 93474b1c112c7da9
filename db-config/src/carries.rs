//! What settings carry besides the connection itself.

use crate::{Backend, Backends};

/// A set of what some settings carry and others do not: pool options and timeouts, the size of the statement cache,
/// and a client certificate; each for the URLs of some databases or of all. A tuple carries what either of its parts
/// does.
///
/// ```
/// use db_config::{Backends, Carries};
///
/// let pool = Carries::MAX_CONNECTIONS.or(Carries::ACQUIRE_TIMEOUT);
/// assert!(pool.has(Carries::MAX_CONNECTIONS) && !pool.has(Carries::IDLE_TIMEOUT));
///
/// // libpq has a timeout, the library of MySQL has none.
/// const DIESEL: Carries = Carries::CONNECT_TIMEOUT.only(Backends::POSTGRES);
/// assert!(DIESEL.has(Carries::CONNECT_TIMEOUT));
/// assert!(!DIESEL.only(Backends::MYSQL).has(Carries::CONNECT_TIMEOUT));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carries {
    /// One bit for each option, for the URLs of each backend.
    bits: [u16; Backend::COUNT],
}

impl Carries {
    /// None of it.
    pub const NOTHING: Self = Self::bit(0, Backends::NONE);
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
    /// add to them, are in the [`notices`](crate::DatabaseConfig::notices). It does not support the pool options: their
    /// attributes do not compile, and their variables have no effect.
    pub const URL: Self = Self::bit(11, Backends::ALL);
    /// All of it.
    pub const EVERYTHING: Self = Self::MAX_CONNECTIONS
        .or(Self::MIN_CONNECTIONS)
        .or(Self::ACQUIRE_TIMEOUT)
        .or(Self::CONNECT_TIMEOUT)
        .or(Self::IDLE_TIMEOUT)
        .or(Self::MAX_LIFETIME)
        .or(Self::BUSY_TIMEOUT)
        .or(Self::STATEMENT_CACHE)
        .or(Self::CERTIFICATES)
        .or(Self::STATEMENT_TIMEOUT)
        .or(Self::LIBPQ_PARAMETERS)
        .or(Self::URL);

    const fn bit(bit: u32, backends: Backends) -> Self {
        Self { bits: [1 << bit; Backend::COUNT] }.only(backends)
    }

    /// Returns this set for the URLs of these databases only.
    pub const fn only(mut self, backends: Backends) -> Self {
        let mut backend = 0;
        while backend < Backend::COUNT {
            if !backends.contains(Backend::ALL[backend]) {
                self.bits[backend] = 0;
            }
            backend += 1;
        }
        self
    }

    /// What either of the two carries.
    pub const fn or(mut self, other: Self) -> Self {
        let mut backend = 0;
        while backend < Backend::COUNT {
            self.bits[backend] |= other.bits[backend];
            backend += 1;
        }
        self
    }

    /// What it carries, without `other`.
    pub const fn without(mut self, other: Self) -> Self {
        let mut backend = 0;
        while backend < Backend::COUNT {
            self.bits[backend] &= !other.bits[backend];
            backend += 1;
        }
        self
    }

    /// Whether it has everything that `other` has, each for the URLs of at least one database.
    pub const fn has(self, other: Self) -> bool {
        let wanted = other.of_any();
        self.of_any() & wanted == wanted
    }

    /// Whether it has something of what `other` has.
    pub(crate) const fn has_any(self, other: Self) -> bool {
        self.of_any() & other.of_any() != 0
    }

    /// The options that are supported for at least one database.
    const fn of_any(self) -> u16 {
        let (mut any, mut backend) = (0, 0);
        while backend < Backend::COUNT {
            any |= self.bits[backend];
            backend += 1;
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: Carries = Carries::MAX_CONNECTIONS;
    const BUSY: Carries = Carries::BUSY_TIMEOUT;

    #[test]
    fn each_database_has_a_set_of_its_own() {
        let servers = MAX.only(Backends::POSTGRES.or(Backends::MYSQL));
        assert!(servers.has(MAX) && servers.only(Backends::MYSQL).has(MAX));
        assert!(!servers.only(Backends::SQLITE).has(MAX));
        assert_eq!(servers.only(Backends::SQLITE), Carries::NOTHING);
        let all = servers.or(BUSY);
        assert!(all.has(MAX.or(BUSY)) && !all.only(Backends::SQLITE).has(MAX.or(BUSY)));
        assert!(all.only(Backends::SQLITE).has(BUSY) && !all.only(Backends::POSTGRES).has(BUSY));
        assert_eq!(all.without(BUSY), servers);
        assert!(all.has_any(BUSY.or(Carries::URL)) && !servers.has_any(BUSY.or(Carries::URL)));
    }

    #[test]
    fn every_option_is_its_own() {
        let all = [
            MAX,
            Carries::MIN_CONNECTIONS,
            Carries::ACQUIRE_TIMEOUT,
            Carries::CONNECT_TIMEOUT,
            Carries::IDLE_TIMEOUT,
            Carries::MAX_LIFETIME,
            BUSY,
            Carries::STATEMENT_CACHE,
            Carries::CERTIFICATES,
            Carries::STATEMENT_TIMEOUT,
            Carries::LIBPQ_PARAMETERS,
            Carries::URL,
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(Carries::EVERYTHING.has(*one) && !Carries::NOTHING.has(*one));
            assert!(!Carries::EVERYTHING.without(*one).has(*one));
            for (j, other) in all.iter().enumerate() {
                assert_eq!(one.has(*other), i == j);
            }
        }
    }
}
