//! mysql_async, and what it takes in the hands of those on top of it (diesel-async, refinery).

#[cfg(any(feature = "diesel-async", feature = "refinery"))]
mod dialect;
mod rules;
#[cfg(feature = "mysql-async")]
mod settings;

#[cfg(any(feature = "diesel-async", feature = "refinery"))]
pub(super) use self::dialect::url;
