//! The keys of a URL's query: which there are, and what they mean.

mod table;
mod takes;
mod words;

pub(crate) use self::table::{
    ConnectionKey, FileKey, Key, Part, PoolKey, Repeat, Row, SessionKey, find, suggestion, unknown,
};
pub(crate) use self::takes::Takes;
pub use self::words::{
    ChannelBinding, LoadBalanceHosts, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, SslNegotiation,
    TargetSessionAttrs,
};
