use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::capabilities::Capabilities;
use crate::error::{ProblemKind, UrlError};
use crate::resolved::{
    Sqlite, SqliteCache, SqliteJournalMode, SqliteLocation, SqliteMode, SqliteSynchronous, Timeouts, reject,
};
use crate::system::{IS_WINDOWS, drive};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;
use db_config_syntax::percent::{encode, encode_uri_path};

/// A SQLite database to open: the file and how, for rusqlite and every client that takes a path.
///
/// A file that does not exist is created, unless `mode=ro` or `mode=rw` says otherwise, with every client alike.
///
/// ```
/// use db_config::{DatabaseUrl, FromDatabaseUrl, SqliteFile};
///
/// let url: DatabaseUrl = "sqlite:///data/app.db?mode=ro".parse()?;
/// let file = SqliteFile::from_database_url(&url)?;
/// assert_eq!(file.path.to_str(), Some("/data/app.db"));
/// assert!(file.read_only && !file.create);
/// assert_eq!(file.uri(), "file:/data/app.db?mode=ro");
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SqliteFile {
    /// What to open: a filesystem path. If only a URI can say it all (in memory, `immutable`, `vfs`), it is the URI,
    /// which SQLite takes with its URI flag, as every Rust client opens it unless told otherwise.
    pub path: PathBuf,
    /// `mode=ro`: never written.
    pub read_only: bool,
    /// Created if it does not exist: the default, and `mode=rwc`.
    pub create: bool,
    /// In memory: `:memory:` and `mode=memory`. It has a name, so every connection of a pool sees the same database.
    pub in_memory: bool,
    /// `cache=shared`, which an in-memory database has unless the URL says `cache=private`.
    pub shared_cache: bool,
    /// `immutable=1`: nobody changes the file, so it is not locked.
    pub immutable: bool,
    /// `vfs`: the name of the virtual file system.
    pub vfs: Option<String>,
    /// `busy_timeout`, which the URL has in milliseconds: how long to wait for a lock, if the URL says so. It is set on an open
    /// connection; no name or flag carries it.
    pub busy_timeout: Option<Duration>,
    /// `foreign_keys`: whether they are enforced. Set on an open connection, as the two below are:
    /// [`pragmas`](Self::pragmas).
    pub foreign_keys: Option<bool>,
    /// `journal_mode`.
    pub journal_mode: Option<SqliteJournalMode>,
    /// `synchronous`.
    pub synchronous: Option<SqliteSynchronous>,
    uri: String,
}

impl SqliteFile {
    /// SQLite's URI file name ([URI Filenames](https://www.sqlite.org/uri.html)), which carries everything but what
    /// [`pragmas`](Self::pragmas) sets: for clients that take only a name.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// What no name or flag capabilities, as SQL for the open connection: the timeout, foreign keys, the journal mode,
    /// `synchronous`. Empty if the URL says none of it.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, FromDatabaseUrl, SqliteFile};
    ///
    /// let url: DatabaseUrl = "sqlite:app.db?journal_mode=WAL&busy_timeout=500".parse()?;
    /// let file = SqliteFile::from_database_url(&url)?;
    /// // connection.execute_batch(&file.pragmas())
    /// assert_eq!(file.pragmas(), "PRAGMA busy_timeout = 500; PRAGMA journal_mode = wal; ");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn pragmas(&self) -> String {
        let Self { busy_timeout, foreign_keys, journal_mode, synchronous, .. } = self;
        let all = [
            ("busy_timeout", busy_timeout.map(|timeout| timeout.as_millis().to_string())),
            ("foreign_keys", foreign_keys.map(|enforced| if enforced { "on" } else { "off" }.to_owned())),
            ("journal_mode", journal_mode.map(|mode| mode.to_string())),
            ("synchronous", synchronous.map(|synchronous| synchronous.to_string())),
        ];
        let pragmas = all.iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value)));
        pragmas.map(|(name, value)| format!("PRAGMA {name} = {value}; ")).collect()
    }

    /// The flags for `rusqlite::Connection::open_with_flags(&file.path, file.open_flags())`.
    ///
    /// ```no_run
    /// # fn open(file: db_config::SqliteFile) -> rusqlite::Result<()> {
    /// let connection = rusqlite::Connection::open_with_flags(&file.path, file.open_flags())?;
    /// connection.execute_batch(&file.pragmas())?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "rusqlite")]
    pub fn open_flags(&self) -> rusqlite::OpenFlags {
        use rusqlite::OpenFlags;

        let mut flags = OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |= if self.read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, self.create);
        flags.set(OpenFlags::SQLITE_OPEN_MEMORY, self.in_memory);
        flags.set(OpenFlags::SQLITE_OPEN_SHARED_CACHE, self.shared_cache);
        flags
    }
}

impl FromDatabaseUrl for SqliteFile {
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
            pool: _,
            timeouts,
        } = Sqlite::resolve(url)?;
        let Timeouts { connect: _, busy } = timeouts;
        let (path, name, mode) = match location {
            SqliteLocation::Memory(name) => (None, name, SqliteMode::Memory),
            SqliteLocation::File(path) => {
                let name = uri_path(&path);
                (Some(path), name, mode.map_or(SqliteMode::Create, |mode| mode.value))
            }
        };
        let in_memory = path.is_none();
        let shared_cache = cache.map_or(in_memory, |cache| cache.value == SqliteCache::Shared);
        let immutable = immutable.is_some_and(|immutable| immutable.value);
        let vfs = vfs.map(|vfs| vfs.value.to_owned());

        let mut uri = format!("file:{name}?mode={mode}");
        if shared_cache {
            uri.push_str("&cache=shared");
        }
        if immutable {
            uri.push_str("&immutable=1");
        }
        if let Some(vfs) = &vfs {
            uri.push_str(&format!("&vfs={}", encode(vfs)));
        }
        Ok(Self {
            path: path.filter(|_| !immutable && vfs.is_none()).unwrap_or_else(|| uri.clone().into()),
            read_only: mode == SqliteMode::ReadOnly,
            create: mode == SqliteMode::Create || in_memory,
            in_memory,
            shared_cache,
            immutable,
            vfs,
            busy_timeout: busy.map(|timeout| timeout.value),
            foreign_keys: foreign_keys.map(|enforced| enforced.value),
            journal_mode: journal_mode.map(|mode| mode.value),
            synchronous: synchronous.map(|synchronous| synchronous.value),
            uri,
        })
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.uri)
    }
}

/// The path alone: [`DatabaseUrl::sqlite_path`]; for an in-memory database, the URI that every connection of a pool
/// shares, which SQLite takes with its URI flag. If the URL says more about the file (`mode=ro`, `cache`), use
/// [`SqliteFile`].
impl FromDatabaseUrl for PathBuf {
    const BACKENDS: Backends = Backends::SQLITE;
    const IS_PLAIN: bool = true;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let refuse = || {
            let Sqlite {
                location,
                mode,
                cache,
                immutable,
                vfs,
                foreign_keys,
                journal_mode,
                synchronous,
                pool: _,
                timeouts: _,
            } = Sqlite::resolve(url)?;
            let in_memory = matches!(location, SqliteLocation::Memory(_));
            let is_default = |mode: SqliteMode| mode == SqliteMode::Create || in_memory && mode == SqliteMode::Memory;
            let mode = mode.filter(|mode| !is_default(mode.value));
            reject!(
                url,
                "a PathBuf",
                [mode, cache.filter(|_| !in_memory), immutable, vfs, foreign_keys, journal_mode, synchronous]
            );
            Ok(())
        };
        refuse().map_err(|error: UrlError| match error.kind() {
            ProblemKind::Unsupported => error.with_help("give the field the type `SqliteFile`"),
            _ => error,
        })?;
        Ok(SqliteFile::from_database_url(url)?.path)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A path as written in a URI.
fn uri_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if IS_WINDOWS { path.replace('\\', "/") } else { path.into_owned() };
    // A drive's letter is not the URI's authority, and neither is what follows `//`.
    let root = match path.as_bytes() {
        _ if drive(&path).is_some() => "/",
        [b'/', b'/', ..] => "//",
        _ => "",
    };
    format!("{root}{}", encode_uri_path(&path))
}
