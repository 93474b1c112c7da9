//! What a query key means.

use crate::Carries;
use crate::tls::TlsKey;

/// What a query key means, whatever tool named it: first who uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A part of the URL, which libpq and the MySQL clients also take as a key.
    Part(Part),
    Tls(TlsKey),
    Connection(ConnectionKey),
    Session(SessionKey),
    /// The pool, and how long to wait.
    Pool(PoolKey),
    /// A SQLite file.
    File(FileKey),
    /// libpq's own, which Diesel hands over untouched.
    Libpq,
    /// MongoDB's own, which its client reads untouched.
    MongoDb,
    /// Every client, which does by itself what the key takes: nothing to carry.
    Everybody,
    /// Another tool, which tells itself: nothing that a Rust client could use, and in the notices.
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
    /// One name, as it is.
    Schema,
    /// A list of names, as SQL has it.
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
    /// Prisma's wait for an answer, which no Rust client has.
    SocketTimeout,
    BusyTimeout,
}

impl Key {
    /// What has to carry it, where a URL that is shared with others is not stopped by what finds no place.
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
            PoolKey::SocketTimeout => Carries::SOCKET_TIMEOUT,
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
