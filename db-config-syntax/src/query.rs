//! The known query parameters and their meanings.

mod key;
pub mod mysql;
mod other_tools;
mod pool;
mod row;
mod suggestion;
mod table;
mod value_type;
mod words;

pub use self::key::{Component, ConnectionKey, FileKey, Key, RedisKey, SessionKey};
pub use self::pool::{
    ENDINGS, PASSWORD_ENDING, PoolOption, SECRET_ENDING, TLS_ENDING, USER_ENDINGS, derived_variable, file_variable,
    joined, variable_base, without_file,
};
pub(crate) use self::row::Repeat;
pub use self::row::Row;
pub use self::suggestion::{may_affect_tls, pool_option};
pub(crate) use self::suggestion::{suggestion, unknown};
pub(crate) use self::table::find_with_value;
pub use self::table::{find, is_server_parameter, is_setting, named};
pub use self::value_type::ValueType;
pub use self::words::{
    ChannelBinding, LoadBalanceHosts, RedisProtocol, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous,
    SslNegotiation, TargetSessionAttrs,
};
