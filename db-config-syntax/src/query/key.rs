//! The meanings of query parameters.

#![allow(missing_docs, reason = "the names are those of the parameters in the table")]

use super::PoolOption;
use crate::tls::{Statement, TlsKey};

/// The meaning of a query parameter, whichever tool named it: first of all, who uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A part of the URL, which libpq and the MySQL clients also read from the query.
    Component(Component),
    Tls(TlsKey),
    Connection(ConnectionKey),
    Session(SessionKey),
    /// The pool and the timeouts.
    Pool(PoolOption),
    /// A SQLite file.
    File(FileKey),
    /// libpq's own, which Diesel hands over untouched.
    Libpq,
    /// MongoDB's own, which its client reads untouched.
    MongoDb,
    /// Every client, which already does what the parameter asks for.
    NoOp,
    /// Another tool, for itself: no Rust client has a use for it, and a warning names it.
    OtherTool,
    /// Nobody: no Rust client supports it. The message and the help.
    Unsupported(&'static str, &'static str),
}

impl Key {
    /// Returns the statement about TLS of a query parameter or environment variable with this meaning.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKey {
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
pub enum FileKey {
    Mode,
    Cache,
    Immutable,
    Vfs,
    ForeignKeys,
    JournalMode,
    Synchronous,
}
