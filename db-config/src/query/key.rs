//! What a query key means.

use crate::Carries;
use crate::tls::TlsKey;

/// What a query key means, whichever tool named it: first of all, who uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A part of the URL, which libpq and the MySQL clients also take as a key.
    Part(Part),
    Tls(TlsKey),
    Connection(ConnectionKey),
    Session(SessionKey),
    /// The pool and the timeouts.
    Pool(PoolKey),
    /// A SQLite file.
    File(FileKey),
    /// libpq's own, which Diesel hands over untouched.
    Libpq,
    /// MongoDB's own, which its client reads untouched.
    MongoDb,
    /// Every client, which already does what the key asks for: there is nothing to carry.
    Everybody,
    /// Another tool, for itself: no Rust client could use it, and it is in the notices.
    Tool,
    /// Nobody: no Rust client can carry it. What it is, and what to write instead.
    Refused(&'static str, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Host,
    HostAddress,
    Port,
    User,
    Password,
    Database,
    Socket,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConnectionKey {
    ChannelBinding,
    TargetSessionAttrs,
    LoadBalanceHosts,
    Keepalives,
    KeepalivesIdle,
    KeepalivesInterval,
    KeepalivesCount,
    TcpUserTimeout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionKey {
    ApplicationName,
    FallbackApplicationName,
    /// One name, verbatim.
    Schema,
    /// A list of names, in SQL syntax.
    SearchPath,
    Options,
    StatementTimeout,
    PgBouncer,
    PreparedStatements,
    StatementCache,
    Charset,
    Collation,
    TimeZone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PoolKey {
    MaxConnections,
    MinConnections,
    AcquireTimeout,
    ConnectTimeout,
    IdleTimeout,
    MaxLifetime,
    BusyTimeout,
}

impl Key {
    /// What has to carry it, if a shared URL is not to be refused when nothing does.
    pub(crate) fn carries(self) -> Option<Carries> {
        match self {
            Key::Pool(key) => Some(key.carries()),
            Key::Session(SessionKey::PgBouncer | SessionKey::PreparedStatements | SessionKey::StatementCache) => {
                Some(Carries::STATEMENT_CACHE)
            }
            _ => None,
        }
    }
}

impl PoolKey {
    const fn carries(self) -> Carries {
        match self {
            PoolKey::MaxConnections => Carries::MAX_CONNECTIONS,
            PoolKey::MinConnections => Carries::MIN_CONNECTIONS,
            PoolKey::AcquireTimeout => Carries::ACQUIRE_TIMEOUT,
            PoolKey::ConnectTimeout => Carries::CONNECT_TIMEOUT,
            PoolKey::IdleTimeout => Carries::IDLE_TIMEOUT,
            PoolKey::MaxLifetime => Carries::MAX_LIFETIME,
            PoolKey::BusyTimeout => Carries::BUSY_TIMEOUT,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKey {
    Mode,
    Cache,
    Immutable,
    Vfs,
    ForeignKeys,
    JournalMode,
    Synchronous,
}
