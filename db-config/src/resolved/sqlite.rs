use std::path::PathBuf;

use super::{
    Param, Pool, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, Timeouts, choice, pool, text,
    unexpected_for_backend,
};
use crate::error::{ProblemKind, UrlError};
use crate::url::{DatabaseUrl, Pair, UrlPart};
use db_config_syntax::Backends;
use db_config_syntax::query::{FileKey, Key};

/// The resolved values of a SQLite URL.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sqlite<'a> {
    /// The file or the in-memory database.
    pub location: SqliteLocation,
    /// The access mode (`mode`). By default the database is writable and created if the file does not exist.
    pub mode: Option<Param<'a, SqliteMode>>,
    /// The cache mode (`cache`).
    pub cache: Option<Param<'a, SqliteCache>>,
    /// Whether the file is on read-only media (`immutable`).
    pub immutable: Option<Param<'a, bool>>,
    /// The name of the SQLite VFS (`vfs`).
    pub vfs: Option<Param<'a, &'a str>>,
    /// Whether each connection enforces foreign keys (`foreign_keys`).
    pub foreign_keys: Option<Param<'a, bool>>,
    /// The journal mode of each connection (`journal_mode`).
    pub journal_mode: Option<Param<'a, SqliteJournalMode>>,
    /// The `synchronous` mode of each connection.
    pub synchronous: Option<Param<'a, SqliteSynchronous>>,
    /// The pool options.
    pub pool: Pool<'a>,
    /// The timeouts of a connection.
    pub timeouts: Timeouts<'a>,
}

/// The location of a SQLite database.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SqliteLocation {
    /// The path of a file.
    File(PathBuf),
    /// The percent-encoded name of an in-memory database, which all its connections share.
    Memory(String),
}

impl<'a> Sqlite<'a> {
    /// Resolves a SQLite URL.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    /// use db_config::resolved::{Sqlite, SqliteLocation, SqliteMode};
    ///
    /// let url: DatabaseUrl = "sqlite:///data/app.db?mode=ro".parse()?;
    /// let sqlite = Sqlite::resolve(&url)?;
    /// assert_eq!(sqlite.location, SqliteLocation::File("/data/app.db".into()));
    /// assert_eq!(sqlite.mode.unwrap().value, SqliteMode::ReadOnly);
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - It is not a SQLite URL.
    /// - It names neither a file nor an in-memory database.
    /// - It names an in-memory database, and sets a parameter that only a file supports.
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
                    FileKey::Mode => sqlite.mode = choice(name, SqliteMode::from_word(value)),
                    FileKey::Cache => sqlite.cache = choice(name, SqliteCache::from_word(value)),
                    FileKey::Immutable => sqlite.immutable = super::flag(name, value),
                    FileKey::Vfs => sqlite.vfs = text(name, value),
                    FileKey::ForeignKeys => sqlite.foreign_keys = super::flag(name, value),
                    FileKey::JournalMode => sqlite.journal_mode = choice(name, SqliteJournalMode::from_word(value)),
                    FileKey::Synchronous => sqlite.synchronous = choice(name, SqliteSynchronous::from_word(value)),
                },
                Key::Pool(key) => pool::store(key, pair, &mut sqlite.pool, &mut sqlite.timeouts),
                Key::NoOp | Key::OtherTool | Key::Unclear(_) => {}
                Key::Component(_)
                | Key::Tls(_)
                | Key::Connection(_)
                | Key::Session(_)
                | Key::Libpq
                | Key::MongoDb
                | Key::Redis(_)
                | Key::Unsupported(..) => unexpected_for_backend(pair),
            }
        }
        if let (SqliteLocation::Memory(_), Some(name)) = (&sqlite.location, sqlite.parameter_of_a_file()) {
            return Err(url
                .error(ProblemKind::Contradiction, UrlPart::Parameter(name))
                .with_message(format!("an in-memory database does not support `{name}`"))
                .with_help(format!("remove `{name}`")));
        }
        super::require_int(url, sqlite.timeouts.busy)?;
        Ok(sqlite)
    }

    /// Returns a parameter that only a file supports.
    fn parameter_of_a_file(&self) -> Option<&'a str> {
        let immutable = self.immutable.filter(|immutable| immutable.value).map(|immutable| immutable.name);
        self.vfs.map(|vfs| vfs.name).or(immutable)
    }
}
