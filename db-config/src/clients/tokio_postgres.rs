//! tokio-postgres, and what it takes from the clients built on it (deadpool-postgres, diesel-async, refinery).

mod dialect;
mod rules;
#[cfg(feature = "tokio-postgres-0_7")]
mod settings;

pub(super) use self::dialect::url;
pub(super) use self::rules::{held_tls, tls};
