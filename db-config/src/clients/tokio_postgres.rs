//! tokio-postgres, and what it takes in the hands of those on top of it (deadpool-postgres, diesel-async, refinery).

mod dialect;
mod rules;
#[cfg(feature = "tokio-postgres")]
mod settings;

pub(super) use self::dialect::url;
