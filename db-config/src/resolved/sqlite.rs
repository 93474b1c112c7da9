use std::path::PathBuf;

use super::{
    Param, Pool, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, Timeouts, pool, text,
    unexpected_for_backend, word,
};
use crate::error::{ProblemKind, UrlError};
use crate::url::{DatabaseUrl, Pair, UrlPart};
use db_config_syntax::Backends;
use db_config_syntax::query::{FileKey, Key};

/// What a SQLite URL means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sqlite<'a> {
    /// Where the database is.
    pub location: SqliteLocation,
    /// `mode`; a file that does not exist is created unless it says otherwise.
    pub mode: Option<Param<'a, SqliteMode>>,
    /// `cache`.
    pub cache: Option<Param<'a, SqliteCache>>,
    /// `immutable`.
    pub immutable: Option<Param<'a, bool>>,
    /// `vfs`.
    pub vfs: Option<Param<'a, &'a str>>,
    /// `foreign_keys`: whether they are enforced, on each connection.
    pub foreign_keys: Option<Param<'a, bool>>,
    /// `journal_mode`, of each connection.
    pub journal_mode: Option<Param<'a, SqliteJournalMode>>,
    /// `synchronous`, of each connection.
    pub synchronous: Option<Param<'a, SqliteSynchronous>>,
    /// The pool.
    pub pool: Pool<'a>,
    /// The timeouts.
    pub timeouts: Timeouts<'a>,
}

/// Where a SQLite database is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SqliteLocation {
    /// In a file, by its path.
    File(PathBuf),
    /// In memory, under a name that all its connections use, percent-encoded as in a URI.
    Memory(String),
}

impl<'a> Sqlite<'a> {
    /// Resolves a SQLite URL.
    ///
    /// # Errors
    ///
    /// The URL is another database's, names no file, or asks of an in-memory database what only a file has.
    pub fn resolve(url: &'a DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Backends::SQLITE)?;
        let location = match url.is_in_memory() {
            true => SqliteLocation::Memory(url.memory_name()?),
            false => SqliteLocation::File(url.sqlite_path()?),
        };
        let mut sqlite = Self {
            location,
            mode: None,
            cache: None,
            immutable: None,
            vfs: None,
            foreign_keys: None,
            journal_mode: None,
            synchronous: None,
            pool: Pool::default(),
            timeouts: Timeouts::default(),
        };
        for pair in url.pairs() {
            let Pair { row, name, value, .. } = pair;
            match row.key {
                Key::File(key) => match key {
                    FileKey::Mode => sqlite.mode = word(name, SqliteMode::from_word(value)),
                    FileKey::Cache => sqlite.cache = word(name, SqliteCache::from_word(value)),
                    FileKey::Immutable => sqlite.immutable = super::flag(name, value),
                    FileKey::Vfs => sqlite.vfs = text(name, value),
                    FileKey::ForeignKeys => sqlite.foreign_keys = super::flag(name, value),
                    FileKey::JournalMode => sqlite.journal_mode = word(name, SqliteJournalMode::from_word(value)),
                    FileKey::Synchronous => sqlite.synchronous = word(name, SqliteSynchronous::from_word(value)),
                },
                Key::Pool(key) => pool::store(key, name, value, &mut sqlite.pool, &mut sqlite.timeouts),
                Key::OtherTool => {}
                Key::UrlPart(_)
                | Key::Tls(_)
                | Key::Connection(_)
                | Key::Session(_)
                | Key::Libpq
                | Key::MongoDb
                | Key::Unsupported(..)
                | Key::NoOp => unexpected_for_backend(pair),
            }
        }
        if let (SqliteLocation::Memory(_), Some(by)) = (&sqlite.location, sqlite.only_of_a_file()) {
            return Err(url
                .error(ProblemKind::Contradiction, UrlPart::Key(by))
                .with_message(format!("`{by}` is about a file, and this database is in memory"))
                .with_help("remove it"));
        }
        super::require_int(url, sqlite.timeouts.busy)?;
        Ok(sqlite)
    }

    fn only_of_a_file(&self) -> Option<&'a str> {
        let immutable = self.immutable.filter(|immutable| immutable.value).map(|immutable| immutable.name);
        self.vfs.map(|vfs| vfs.name).or(immutable)
    }
}
