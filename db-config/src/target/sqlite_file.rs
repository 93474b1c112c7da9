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

/// The path and the open options of a SQLite database, for rusqlite and other clients that open a path.
///
/// A missing file is created, unless the URL has `mode=ro` or `mode=rw`.
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
    /// The path to open. For an in-memory database and with `immutable` or `vfs`, it is a [URI](Self::uri). SQLite
    /// accepts URIs with its URI flag, which Rust clients set by default.
    pub path: PathBuf,
    /// Opens the file read-only: `mode=ro`.
    pub read_only: bool,
    /// Creates the file if it does not exist: the default, and `mode=rwc`.
    pub create: bool,
    /// Opens an in-memory database: `:memory:` or `mode=memory`. It has a name, so all connections of a pool share it.
    pub in_memory: bool,
    /// Uses a shared cache: `cache=shared`. It is the default for an in-memory database.
    pub shared_cache: bool,
    /// Opens the file without locks because no process changes it: `immutable=1`.
    pub immutable: bool,
    /// The name of the SQLite virtual file system: `vfs`.
    pub vfs: Option<String>,
    /// The maximum time to wait for a lock: `busy_timeout`, in milliseconds in the URL. Set it on the open connection
    /// with [`pragmas`](Self::pragmas).
    pub busy_timeout: Option<Duration>,
    /// Whether SQLite enforces foreign keys: `foreign_keys`. Set it on the open connection with
    /// [`pragmas`](Self::pragmas).
    pub foreign_keys: Option<bool>,
    /// The journal mode: `journal_mode`. Set it on the open connection with [`pragmas`](Self::pragmas).
    pub journal_mode: Option<SqliteJournalMode>,
    /// The synchronous mode: `synchronous`. Set it on the open connection with [`pragmas`](Self::pragmas).
    pub synchronous: Option<SqliteSynchronous>,
    uri: String,
}

impl SqliteFile {
    /// Returns the [SQLite URI](https://www.sqlite.org/uri.html) with all options except those in
    /// [`pragmas`](Self::pragmas), for clients that accept only a file name.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Returns SQL statements that set the remaining options on the open connection: `busy_timeout`, `foreign_keys`,
    /// `journal_mode` and `synchronous`. The string is empty if the URL sets none of them.
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

    /// Returns the flags for `rusqlite::Connection::open_with_flags`. Requires the feature `rusqlite`.
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

/// Creates the path of a SQLite database: [`DatabaseUrl::sqlite_path`]. For an in-memory database, it is a URI that all
/// connections of a pool share.
///
/// A URL with options for opening the file, such as `mode=ro` or `cache=shared`, is an error. Use [`SqliteFile`] for
/// it.
impl FromDatabaseUrl for PathBuf {
    const BACKENDS: Backends = Backends::SQLITE;
    const IS_PLAIN: bool = true;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let reject_options = || {
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
                "`PathBuf`",
                [mode, cache.filter(|_| !in_memory), immutable, vfs, foreign_keys, journal_mode, synchronous]
            );
            Ok(())
        };
        reject_options().map_err(|error: UrlError| match error.kind() {
            ProblemKind::Unsupported => error.with_help("use the field type `SqliteFile`"),
            _ => error,
        })?;
        Ok(SqliteFile::from_database_url(url)?.path)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Returns the percent-encoded path for a URI.
fn uri_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if IS_WINDOWS { path.replace('\\', "/") } else { path.into_owned() };
    // Without these slashes, a drive letter or the part after `//` would be the authority of the URI.
    let root = match path.as_bytes() {
        _ if drive(&path).is_some() => "/",
        [b'/', b'/', ..] => "//",
        _ => "",
    };
    format!("{root}{}", encode_uri_path(&path))
}
