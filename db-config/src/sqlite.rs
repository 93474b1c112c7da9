//! SQLite: from the URL to the file.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::ascii::{find, same, starts_with};
use crate::error::UrlError;
use crate::keys::Key;
use crate::problem::ProblemKind;
use crate::syntax::{Parts, Span};
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, percent};

/// A SQLite database to open: the file and how, for rusqlite and every client that takes a path.
///
/// A file that does not exist is created, unless `mode=ro` or `mode=rw` says otherwise, and in every
/// client alike.
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SqliteFile {
    /// What to open: a filesystem path. Where only a name can carry more (in memory, `immutable`, `vfs`), it
    /// is the URI, which SQLite takes with its URI flag, as every Rust client opens it unless told otherwise.
    pub path: PathBuf,
    /// `mode=ro`: never written.
    pub read_only: bool,
    /// Created where it does not exist: the default, and `mode=rwc`.
    pub create: bool,
    /// In memory: `:memory:` and `mode=memory`. It has a name, so that every connection of a pool sees the same.
    pub in_memory: bool,
    /// `cache=shared`, which a database in memory has unless the URL says `cache=private`.
    pub shared_cache: bool,
    /// `immutable=1`: nobody changes the file, so that it is not locked.
    pub immutable: bool,
    /// `vfs`: the name of the virtual file system.
    pub vfs: Option<String>,
    /// `busy_timeout`, in milliseconds: how long to wait for a lock, where the URL says so. It is set on an
    /// open connection; no name or flag carries it.
    pub busy_timeout: Option<Duration>,
    uri: String,
}

impl SqliteFile {
    /// SQLite's URI file name ([URI Filenames](https://www.sqlite.org/uri.html)), which carries all of
    /// it but the timeout: for clients that take nothing but a name.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The flags for `rusqlite::Connection::open_with_flags(&file.path, file.open_flags())`.
    ///
    /// ```no_run
    /// # fn open(file: db_config::SqliteFile) -> rusqlite::Result<()> {
    /// let connection = rusqlite::Connection::open_with_flags(&file.path, file.open_flags())?;
    /// if let Some(timeout) = file.busy_timeout {
    ///     connection.busy_timeout(timeout)?;
    /// }
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

    /// Whether a path alone says it all, for a client that creates files and knows no flags.
    #[allow(dead_code, reason = "each client's feature uses its own part of it")]
    pub(crate) fn is_plain(&self) -> bool {
        self.create && !self.in_memory && !self.shared_cache && !self.immutable && self.vfs.is_none()
    }
}

impl FromDatabaseUrl for SqliteFile {
    const SCHEMES: &'static [&'static str] = Backend::Sqlite.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        url.carries("a SQLite file", &[&NAME_KEYS[..], &[Key::BusyTimeout]].concat())?;
        let path = path(url)?;
        let mode = url.value(Key::Mode).unwrap_or("rwc").to_ascii_lowercase();
        let in_memory = is_in_memory(url);
        let shared_cache = match url.value(Key::Cache) {
            Some(cache) => cache.eq_ignore_ascii_case("shared"),
            None => in_memory,
        };
        let immutable = url.boolean(Key::Immutable).unwrap_or(false);
        let vfs = url.value(Key::Vfs).map(str::to_owned);

        let (name, mode) = if in_memory { (memory_name(url), "memory") } else { (uri_path(&path), mode.as_str()) };
        let mut uri = format!("file:{name}?mode={mode}");
        if shared_cache {
            uri.push_str("&cache=shared");
        }
        if immutable {
            uri.push_str("&immutable=1");
        }
        if let Some(vfs) = &vfs {
            uri.push_str(&format!("&vfs={}", percent::encode(vfs, "")));
        }
        Ok(Self {
            path: if in_memory || immutable || vfs.is_some() { uri.clone().into() } else { path },
            read_only: mode == "ro",
            create: mode == "rwc" || in_memory,
            in_memory,
            shared_cache,
            immutable,
            vfs,
            busy_timeout: url.number(Key::BusyTimeout).map(|milliseconds| Duration::from_millis(milliseconds.into())),
            uri,
        })
    }
}

/// The keys that a URI file name carries.
pub(crate) const NAME_KEYS: [Key; 4] = [Key::Mode, Key::Cache, Key::Immutable, Key::Vfs];

/// A path as a URI has it.
fn uri_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    // A drive's letter is not the URI's authority, and neither is what follows `//`.
    let root = match path.as_bytes() {
        [_, b':', ..] => "/",
        [b'/', b'/', ..] => "//",
        _ => "",
    };
    format!("{root}{}", percent::encode(&path, "/:"))
}

/// The name of a database in memory. One without a name gets one of its own, so that the connections of
/// one pool share it and those of another do not.
fn memory_name(url: &DatabaseUrl) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    match bare_name(url).as_str() {
        "" | ":memory:" => format!("db-config-memory-{}", COUNT.fetch_add(1, Ordering::Relaxed)),
        named => percent::encode(named, "/"),
    }
}

fn is_in_memory(url: &DatabaseUrl) -> bool {
    bare_name(url) == ":memory:" || url.value(Key::Mode).is_some_and(|mode| mode.eq_ignore_ascii_case("memory"))
}

/// The name decoded, without the slashes before it.
fn bare_name(url: &DatabaseUrl) -> String {
    percent::decode(file_name(url)).unwrap_or_default().trim_start_matches('/').to_owned()
}

/// All between the scheme's colon and the query, as it stands.
fn file_name(url: &DatabaseUrl) -> &str {
    url.parts().path.of(url.expose())
}

/// What names the file.
pub(crate) enum FileName {
    /// `new URL(u).pathname`, decoded.
    Pathname,
    /// The text from here on, decoded.
    From(usize),
}

/// What names the file in a text that is not in memory; const, so that the compiler checks a default
/// with it.
pub(crate) const fn file_name_of(t: &[u8], parts: &Parts) -> Result<FileName, ProblemKind> {
    let Span { start, end } = parts.path;
    if start == end || matches!(t[end - 1], b'/' | b'\\') {
        return Err(ProblemKind::SqlitePath);
    }
    if !starts_with(t, start, b"//") {
        return Ok(if t[start] == b'/' { FileName::Pathname } else { FileName::From(start) });
    }
    let authority = start + 2;
    let slash = find(t, b'/', authority, end);
    let name = Span { start: authority, end: slash }.bytes_of(t);
    if name.is_empty() || same(name, b"localhost") {
        Ok(FileName::Pathname)
    } else if is_drive(name) && cfg!(windows) {
        Ok(FileName::From(authority))
    } else if same(parts.scheme.as_bytes(), b"file")
        || find(t, b'@', authority, slash) < slash
        || find(t, b':', authority, slash) < slash
    {
        Err(ProblemKind::SqliteHost)
    } else {
        Ok(FileName::From(authority))
    }
}

/// `C:`, with or without a path.
const fn is_drive(t: &[u8]) -> bool {
    matches!(t, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// [`DatabaseUrl::sqlite_path`].
pub(crate) fn path(url: &DatabaseUrl) -> Result<PathBuf, UrlError> {
    let span = url.parts().path;
    if url.backend() != Backend::Sqlite {
        let scheme = Span { start: 0, end: url.scheme().len() };
        return Err(url.error(ProblemKind::UnexpectedScheme, scheme).with_message("only a SQLite URL has a file"));
    }
    if is_in_memory(url) {
        return Ok(":memory:".into());
    }
    let name = match file_name_of(url.expose().as_bytes(), url.parts()) {
        Ok(FileName::Pathname) => url.pathname(),
        Ok(FileName::From(start)) => &url.expose()[start..span.end],
        Err(ProblemKind::SqliteHost) => return Err(names_a_host(url)),
        Err(kind) => return Err(url.error(kind, span)),
    };
    let path = percent::decode(name).map_err(|kind| url.error(kind, span))?;
    let path = match path.strip_prefix('/') {
        Some(drive) if cfg!(windows) && is_drive(drive.as_bytes()) => drive.to_owned(),
        _ => path,
    };
    let last = path.rsplit('/').next().unwrap_or_default();
    // SQLite and its clients would read a second scheme once more.
    let again = Backend::Sqlite
        .schemes()
        .iter()
        .any(|scheme| path.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(':')));
    if matches!(last, "" | "." | "..") || again {
        return Err(url.error(ProblemKind::SqlitePath, span));
    }
    Ok(path.into())
}

fn names_a_host(url: &DatabaseUrl) -> UrlError {
    let behind = file_name(url).trim_start_matches('/');
    let (authority, rest) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    let start = url.parts().path.start + 2;
    let scheme = url.scheme();
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    let error = url.error(ProblemKind::SqliteHost, Span { start, end: start + authority.len() });
    if authority != host {
        return error.with_remedy(format!("write `{scheme}://{rest}`"));
    }
    let relative = format!("`{scheme}:{host}{rest}`");
    let remedy = match host {
        "." | ".." => format!("write {relative}"),
        _ if rest.is_empty() => format!("write {relative} or `{scheme}:///{host}`"),
        _ => format!("write `{scheme}:///{host}{rest}`, or {relative} for a relative path"),
    };
    error.with_message(format!("a SQLite file has no host: here it would be `{host}`")).with_remedy(remedy)
}
