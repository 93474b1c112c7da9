//! tokio-postgres, and what it takes in the hands of those on top of it (deadpool-postgres, diesel-async, refinery).

#[cfg(any(feature = "deadpool-postgres", feature = "diesel-async", feature = "refinery"))]
mod dialect;
mod rules;
#[cfg(feature = "tokio-postgres")]
mod settings;

#[cfg(any(feature = "deadpool-postgres", feature = "diesel-async", feature = "refinery"))]
pub(super) use self::dialect::url;
