use std::path::PathBuf;

use super::sqlx::sqlite::SqliteConnectOptions;
use crate::error::UrlError;
use crate::resolved::{Pool, Sqlite, SqliteCache, SqliteLocation, SqliteMode};
use crate::{Backends, Carries, DatabaseUrl, FromDatabaseUrl};

/// Made with the client's setters.
impl FromDatabaseUrl for SqliteConnectOptions {
    const BACKENDS: Backends = Backends::SQLITE;
    const CARRIES: Carries = Carries::BUSY_TIMEOUT;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let Sqlite { location, mode, cache, immutable, vfs, pool } = Sqlite::of(url)?;
        let Pool {
            busy_timeout,
            // `PoolOptions` carries these, if the field has it.
            max_connections: _,
            min_connections: _,
            acquire_timeout: _,
            connect_timeout: _,
            idle_timeout: _,
            max_lifetime: _,
            socket_timeout: _,
        } = pool;
        let mode = mode.map_or(SqliteMode::Create, |mode| mode.value);
        let (name, in_memory) = match location {
            SqliteLocation::File(path) => (path, false),
            SqliteLocation::Memory(name) => (PathBuf::from(format!("file:{name}")), true),
        };
        let mut options = SqliteConnectOptions::new()
            .filename(name)
            .in_memory(in_memory)
            .read_only(mode == SqliteMode::ReadOnly)
            .create_if_missing(mode == SqliteMode::Create || in_memory)
            .shared_cache(cache.map_or(in_memory, |cache| cache.value == SqliteCache::Shared));
        if let Some(immutable) = immutable {
            options = options.immutable(immutable.value);
        }
        if let Some(vfs) = vfs {
            options = options.vfs(vfs.value.to_owned());
        }
        if let Some(timeout) = busy_timeout {
            options = options.busy_timeout(timeout.value);
        }
        Ok(options)
    }
}
