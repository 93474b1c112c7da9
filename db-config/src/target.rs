//! The trait of every field type, and the field types that need no client.

#![cfg_attr(
    not(all(feature = "sqlx-0_9-postgres", feature = "mysql-async-0_37", feature = "tokio-postgres-0_7")),
    allow(dead_code, reason = "for the clients that have a pool")
)]

pub(crate) mod from_database_url;
pub(crate) mod limits;
pub(crate) mod migration;
pub(crate) mod pool_settings;
pub(crate) mod probe;
pub(crate) mod sqlite_file;
