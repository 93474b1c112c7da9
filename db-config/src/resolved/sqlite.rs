use std::path::PathBuf;

use super::{Given, Pool, SqliteCache, SqliteMode, of_another_backend, text};
use crate::error::UrlError;
use crate::query::{FileKey, Key};
use crate::{Backends, DatabaseUrl};

/// What a SQLite URL means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sqlite<'a> {
    /// Where the database is.
    pub location: SqliteLocation,
    /// `mode`; a file that does not exist is created unless it says otherwise.
    pub mode: Option<Given<'a, SqliteMode>>,
    /// `cache`.
    pub cache: Option<Given<'a, SqliteCache>>,
    /// `immutable`.
    pub immutable: Option<Given<'a, bool>>,
    /// `vfs`.
    pub vfs: Option<Given<'a, &'a str>>,
    /// The pool, and how long to wait.
    pub pool: Pool<'a>,
}

/// Where a SQLite database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SqliteLocation {
    /// In a file, by its path.
    File(PathBuf),
    /// In memory, under a name that all who share it use, as a URI has it: percent-encoded.
    Memory(String),
}

impl<'a> Sqlite<'a> {
    /// Resolves a SQLite URL.
    ///
    /// # Errors
    ///
    /// It is another database's, or names no file.
    pub fn of(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::SQLITE)?;
        let location = match url.is_in_memory() {
            true => SqliteLocation::Memory(url.memory_name()),
            false => SqliteLocation::File(url.sqlite_path()?),
        };
        let mut sqlite = Self { location, mode: None, cache: None, immutable: None, vfs: None, pool: Pool::default() };
        for (pair, name, value) in url.pairs() {
            match pair.row.key {
                Key::File(key) => match key {
                    FileKey::Mode => sqlite.mode = SqliteMode::of(value).map(|value| Given { value, by: name }),
                    FileKey::Cache => sqlite.cache = SqliteCache::of(value).map(|value| Given { value, by: name }),
                    FileKey::Immutable => sqlite.immutable = super::flag(name, value),
                    FileKey::Vfs => sqlite.vfs = text(name, value),
                },
                Key::Pool(key) => sqlite.pool.add(key, name, value),
                Key::Part(_)
                | Key::Tls(_)
                | Key::Connection(_)
                | Key::Session(_)
                | Key::Libpq
                | Key::MongoDb
                | Key::Refused(..)
                | Key::Tool => of_another_backend(pair),
            }
        }
        Ok(sqlite)
    }
}
