//! mysql_async, and what it takes in the hands of those on top of it (diesel-async, refinery).

mod dialect;
mod rules;
#[cfg(feature = "mysql-async")]
mod settings;

pub(super) use self::dialect::url;
