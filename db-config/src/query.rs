//! The keys of a URL's query, and what they mean.

mod key;
pub(crate) mod mysql;
mod pool_words;
mod table;
mod takes;
mod words;

pub(crate) use self::key::{ConnectionKey, FileKey, Key, Part, PoolKey, SessionKey};
pub(crate) use self::pool_words::{POOL, PoolWord, of_mongodb, pool_word};
pub(crate) use self::table::{Repeat, Row, find, suggestion, unknown};
pub(crate) use self::takes::Takes;
pub use self::words::{
    ChannelBinding, LoadBalanceHosts, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, SslNegotiation,
    TargetSessionAttrs,
};
