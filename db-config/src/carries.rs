//! What settings carry besides the connection itself.

/// A set of what some settings carry and others do not: pool settings and timeouts, the size of the statement cache,
/// and a client certificate. A tuple carries what either of its parts does.
///
/// ```
/// use db_config::Carries;
///
/// let pool = Carries::MAX_CONNECTIONS.or(Carries::ACQUIRE_TIMEOUT);
/// assert!(pool.has(Carries::MAX_CONNECTIONS) && !pool.has(Carries::IDLE_TIMEOUT));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carries(u16);

impl Carries {
    /// None of it.
    pub const NOTHING: Self = Self(0);
    /// The pool's maximum number of connections.
    pub const MAX_CONNECTIONS: Self = Self(1);
    /// The pool's minimum number of connections.
    pub const MIN_CONNECTIONS: Self = Self(1 << 1);
    /// How long to wait for a connection from the pool.
    pub const ACQUIRE_TIMEOUT: Self = Self(1 << 2);
    /// How long to wait for a new connection.
    pub const CONNECT_TIMEOUT: Self = Self(1 << 3);
    /// How long a connection may stay idle.
    pub const IDLE_TIMEOUT: Self = Self(1 << 4);
    /// How long a connection may live.
    pub const MAX_LIFETIME: Self = Self(1 << 5);
    /// How long to wait for a response.
    pub const SOCKET_TIMEOUT: Self = Self(1 << 6);
    /// How long SQLite waits for a lock.
    pub const BUSY_TIMEOUT: Self = Self(1 << 7);
    /// How many prepared statements a connection may keep: none behind PgBouncer.
    pub const STATEMENT_CACHE: Self = Self(1 << 9);
    /// The client's certificate, for a client whose own settings cannot hold it.
    pub const CERTIFICATES: Self = Self(1 << 8);
    /// How long a statement may run.
    pub const STATEMENT_TIMEOUT: Self = Self(1 << 10);
    /// Parameters that only libpq implements, such as `krbsrvname`.
    pub const LIBPQ_PARAMETERS: Self = Self(1 << 11);
    /// All of it.
    pub const EVERYTHING: Self = Self(u16::MAX);

    /// What either of the two carries.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What it carries, without `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What both carry.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Whether it has everything that `other` has.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
