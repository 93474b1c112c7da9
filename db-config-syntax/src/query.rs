//! The known query parameters and their meanings.

mod key;
pub mod mysql;
mod other_tools;
mod pool;
mod table;
mod value_type;
mod words;

pub use self::key::{Component, ConnectionKey, FileKey, Key, SessionKey};
pub use self::pool::{ENDINGS, PASSWORD_ENDING, PoolOption, TLS_ENDING, USER_ENDINGS, derived_variable, variable_base};
pub(crate) use self::table::{Repeat, find_with_value, suggestion, unknown};
pub use self::table::{Row, find, is_server_parameter, named, pool_option};
pub use self::value_type::ValueType;
pub use self::words::{
    ChannelBinding, LoadBalanceHosts, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, SslNegotiation,
    TargetSessionAttrs,
};
