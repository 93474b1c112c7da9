//! The meanings of query parameters.

#![allow(missing_docs, reason = "the names are those of the parameters in the table")]

use super::PoolOption;
use crate::tls::{Statement, TlsKey};
use crate::values::{boolean, number};

/// The meaning of a query parameter, independent of the tool that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A part of the URL that libpq and the MySQL clients also read from the query.
    Component(Component),
    Tls(TlsKey),
    Connection(ConnectionKey),
    Session(SessionKey),
    /// A pool option or a timeout.
    Pool(PoolOption),
    /// A parameter of a SQLite file.
    File(FileKey),
    /// A libpq parameter, which Diesel passes to libpq unchanged.
    Libpq,
    Redis(RedisKey),
    /// A MongoDB parameter, which its client reads unchanged.
    MongoDb,
    /// A parameter that asks for the default behavior of every client.
    NoOp,
    /// A parameter of another tool, which db-config does not use. A warning names it.
    OtherTool,
    /// A parameter of other tools, which disagree on its meaning or its unit. A warning names the pool option to use instead.
    Unclear(PoolOption),
    /// A parameter that no Rust client supports, with a message and a help.
    Unsupported(&'static str, &'static str),
}

impl Key {
    /// Returns the TLS statement of a query parameter or environment variable with this meaning.
    pub fn tls_statement<'a>(self, name: &'a str, value: &'a str) -> Option<Statement<'a>> {
        match self {
            Key::Tls(key) => Some(Statement { key, name, value }),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    Host,
    HostAddress,
    Port,
    User,
    Password,
    Database,
    Socket,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionKey {
    ChannelBinding,
    TargetSessionAttrs,
    LoadBalanceHosts,
    Keepalives,
    KeepalivesIdle,
    KeepalivesInterval,
    KeepalivesCount,
    TcpUserTimeout,
}

impl ConnectionKey {
    /// Returns whether a client may ignore the parameter: it affects neither the choice of the server nor security. A client
    /// that would choose from several hosts rejects them.
    pub fn is_minor(self) -> bool {
        !matches!(self, Self::ChannelBinding | Self::TargetSessionAttrs)
    }

    /// Returns whether a value has the same effect as the default of every client.
    pub fn is_default(self, value: &str) -> bool {
        match self {
            Self::LoadBalanceHosts => value.eq_ignore_ascii_case("disable"),
            Self::Keepalives => boolean(value) == Some(true),
            // A negative number is the default too.
            _ => number(value).unwrap_or(0) == 0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKey {
    ApplicationName,
    FallbackApplicationName,
    /// One schema name, verbatim.
    Schema,
    /// A list of schema names, in SQL syntax.
    SearchPath,
    Options,
    /// A parameter of the server, such as `lock_timeout`.
    ServerParameter,
    StatementTimeout,
    PgBouncer,
    PreparedStatements,
    StatementCache,
    Charset,
    Collation,
    TimeZone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedisKey {
    /// The version of the protocol.
    Protocol,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKey {
    Mode,
    Cache,
    Immutable,
    Vfs,
    ForeignKeys,
    JournalMode,
    Synchronous,
}
