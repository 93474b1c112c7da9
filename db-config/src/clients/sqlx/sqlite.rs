use std::fmt::{self, Write as _};
use std::path::PathBuf;

use super::connect::driver;
use super::sqlx::sqlite::{self as client, SqliteConnectOptions};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::{
    Sqlite, SqliteCache, SqliteJournalMode, SqliteLocation, SqliteMode, SqliteSynchronous, Timeouts,
};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::DatabaseUrl;
use db_config_syntax::printable::Printable;
use db_config_syntax::{Backend, Backends};

/// Supports sqlx 0.9 (feature `sqlx-sqlite`) and sqlx 0.8 (feature `sqlx-0_8-sqlite`).
impl FromDatabaseUrl for SqliteConnectOptions {
    const BACKENDS: Backends = Backends::SQLITE;
    const CAPABILITIES: Capabilities = Capabilities::BUSY_TIMEOUT;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let Sqlite {
            location,
            mode,
            cache,
            immutable,
            vfs,
            foreign_keys,
            journal_mode,
            synchronous,
            pool: _, // in `PoolOptions`
            timeouts,
        } = Sqlite::resolve(url)?;
        let Timeouts { connect: _, busy } = timeouts;
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
        if let Some(enforced) = foreign_keys {
            options = options.foreign_keys(enforced.value);
        }
        if let Some(mode) = journal_mode {
            options = options.journal_mode(match mode.value {
                SqliteJournalMode::Delete => client::SqliteJournalMode::Delete,
                SqliteJournalMode::Truncate => client::SqliteJournalMode::Truncate,
                SqliteJournalMode::Persist => client::SqliteJournalMode::Persist,
                SqliteJournalMode::Memory => client::SqliteJournalMode::Memory,
                SqliteJournalMode::Wal => client::SqliteJournalMode::Wal,
                SqliteJournalMode::Off => client::SqliteJournalMode::Off,
            });
        }
        if let Some(synchronous) = synchronous {
            options = options.synchronous(match synchronous.value {
                SqliteSynchronous::Off => client::SqliteSynchronous::Off,
                SqliteSynchronous::Normal => client::SqliteSynchronous::Normal,
                SqliteSynchronous::Full => client::SqliteSynchronous::Full,
                SqliteSynchronous::Extra => client::SqliteSynchronous::Extra,
            });
        }
        if let Some(timeout) = busy {
            options = options.busy_timeout(timeout.value);
        }
        Ok(options)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Printable(f), "sqlite:{}", self.get_filename().display())
    }
}

driver!(Sqlite, _ => Backend::Sqlite);
