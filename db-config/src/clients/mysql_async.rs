//! mysql_async, and the URLs for the clients that are built on it (diesel-async, refinery).

mod checks;
#[cfg(feature = "mysql-async-0_37")]
mod connect;
mod dialect;
#[cfg(feature = "mysql-async-0_37")]
mod options;
pub(super) mod shared;

pub(super) use self::dialect::canonical_text;
