//! How a SQLite URL names its file.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::percent;
use super::span::Span;
use super::syntax::Parts;
use super::{DatabaseUrl, UrlPart};
use crate::Backend;
use crate::const_bytes::{find, same, starts_with};
use crate::error::{ProblemKind, UrlError};
use crate::query::{FileKey, Key, SqliteMode};

/// What names the file.
pub(crate) enum FileName {
    /// `new URL(u).pathname`, decoded.
    Pathname,
    /// The text from here on, decoded.
    From(usize),
}

/// What names the file, unless the database is in memory; const, so that the compiler checks a default with it.
pub(crate) const fn file_name(t: &[u8], parts: &Parts) -> Result<FileName, ProblemKind> {
    let Span { start, end } = parts.path;
    if start == end || matches!(t[end - 1], b'/' | b'\\') {
        return Err(ProblemKind::SqlitePath);
    }
    if parts.password.is_some() {
        return Err(ProblemKind::SqliteHost);
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

/// Where the name of an in-memory database starts: after the authority `localhost` and the slashes.
const fn memory_name_start(t: &[u8], parts: &Parts) -> usize {
    let Span { start, end } = parts.path;
    let mut name = start;
    if starts_with(t, start, b"//") {
        let slash = find(t, b'/', start + 2, end);
        let authority = Span { start: start + 2, end: slash };
        if same(authority.bytes_of(t), b"localhost") {
            name = slash;
        }
    }
    while name < end && t[name] == b'/' {
        name += 1;
    }
    name
}

/// Whether the path is `:memory:`, with or without escapes; const, for the compiler's check of a default.
pub(crate) const fn names_memory(t: &[u8], parts: &Parts) -> bool {
    let mut at = memory_name_start(t, parts);
    let mut rest: &[u8] = b":memory:";
    while let [expected, behind @ ..] = rest {
        let (byte, len) = decoded_byte(t, at, parts.path.end);
        if len == 0 || byte != *expected {
            return false;
        }
        (rest, at) = (behind, at + len);
    }
    at == parts.path.end
}

/// The byte at `at`, decoded, and the length of its spelling, which is 0 at the end.
const fn decoded_byte(t: &[u8], at: usize, end: usize) -> (u8, usize) {
    if at >= end {
        return (0, 0);
    }
    if t[at] != b'%' || at + 2 >= end {
        return (t[at], 1);
    }
    match ((t[at + 1] as char).to_digit(16), (t[at + 2] as char).to_digit(16)) {
        (Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
        _ => (t[at], 1),
    }
}

/// `C:`, with or without a path.
const fn is_drive(t: &[u8]) -> bool {
    matches!(t, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

impl DatabaseUrl {
    /// The filesystem path of a SQLite URL; `:memory:` if it is in memory.
    ///
    /// It is the pathname, percent-decoded (RFC 3986, and as SQLite reads its own
    /// [URI file names](https://www.sqlite.org/uri.html)). JavaScript's `new URL(u).pathname` is not decoded: where the
    /// two name different files, [`notices`](crate::DatabaseConfig::notices) says so, and a field with
    /// `#[database(pathname)]` opens JavaScript's.
    ///
    /// # Errors
    ///
    /// The URL is not SQLite's, names a host other than `localhost`, or names no file.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let path = |url: &str| url.parse::<DatabaseUrl>().unwrap().sqlite_path().unwrap();
    /// assert_eq!(path("sqlite:///data/my%20app.db").to_str(), Some("/data/my app.db"));
    /// assert_eq!(path("file:./dev.db").to_str(), Some("./dev.db"));
    ///
    /// let lost: DatabaseUrl = "file://data/sqlite.db".parse()?;
    /// assert!(lost.sqlite_path().unwrap_err().to_string().contains("file:///data/sqlite.db"));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn sqlite_path(&self) -> Result<PathBuf, UrlError> {
        if self.backend() != Backend::Sqlite {
            let error = self.error(ProblemKind::UnexpectedScheme, UrlPart::Scheme);
            return Err(error.with_message("only a SQLite URL has a file"));
        }
        if self.is_in_memory() {
            return self.memory_name().map(|_| ":memory:".into());
        }
        let path = match self.opens_pathname {
            true => self.pathname().to_owned(),
            false => percent::decode(self.file_name()?).map_err(|kind| self.error(kind, UrlPart::Path))?,
        };
        // Four slashes, as Python and PHP write an absolute path.
        let path = match path.strip_prefix("//") {
            Some(rest) if !self.opens_pathname => format!("/{}", rest.trim_start_matches('/')),
            _ => path,
        };
        let path = match path.strip_prefix('/') {
            Some(drive) if cfg!(windows) && is_drive(drive.as_bytes()) => drive.to_owned(),
            _ => path,
        };
        let last = path.rsplit('/').next().unwrap_or_default();
        // SQLite and its clients would interpret a second scheme again.
        let again = Backend::Sqlite
            .schemes()
            .iter()
            .any(|scheme| path.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(':')));
        if matches!(last, "" | "." | "..") || again {
            return Err(self.error(ProblemKind::SqlitePath, UrlPart::Path));
        }
        Ok(path.into())
    }

    /// The other file that JavaScript opens, if it opens another.
    pub(crate) fn javascript_file(&self) -> Option<&str> {
        if self.backend() != Backend::Sqlite || self.is_in_memory() {
            return None;
        }
        let path = self.sqlite_path().ok()?;
        Some(self.pathname()).filter(|pathname| !pathname.is_empty() && Path::new(pathname) != path)
    }

    /// What names the file, undecoded.
    fn file_name(&self) -> Result<&str, UrlError> {
        match file_name(self.text.as_bytes(), &self.parts) {
            Ok(FileName::Pathname) => Ok(self.pathname()),
            Ok(FileName::From(start)) => Ok(&self.text[start..self.parts.path.end]),
            Err(ProblemKind::SqliteHost) => Err(self.names_a_host()),
            Err(kind) => Err(self.error(kind, UrlPart::Path)),
        }
    }

    fn names_a_host(&self) -> UrlError {
        let behind = self.parts.path.of(&self.text).trim_start_matches('/');
        let (authority, rest) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
        let start = self.parts.path.end - behind.len();
        let scheme = self.scheme();
        let host = authority.rsplit('@').next().unwrap_or(authority);
        let host = host.split(':').next().unwrap_or(host);
        let span = Span { start, end: start + authority.len() };
        let error = UrlError::of(ProblemKind::SqliteHost).at(self.excerpt_at(span));
        // The end of a password, or nothing that could be a file.
        if rest.contains('@') || authority != host && rest.len() <= 1 {
            return match self.parts.password {
                Some(_) => error.with_remedy("write the path alone, with a `:` that belongs to it as `%3A`"),
                None => error,
            };
        }
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

    pub(crate) fn is_in_memory(&self) -> bool {
        self.backend() == Backend::Sqlite
            && (self.bare_file_name().is_ok_and(|name| name == ":memory:")
                || self.sqlite_mode() == Some(SqliteMode::Memory))
    }

    pub(super) fn sqlite_mode(&self) -> Option<SqliteMode> {
        let mut pairs = self.pairs.iter();
        let pair = pairs.find(|pair| pair.row.key == Key::File(FileKey::Mode))?;
        SqliteMode::of(pair.value(&self.text))
    }

    /// The name of an in-memory database, as written in a URI. One without a name gets a name unique to the URL, so
    /// that all connections made from it share the database, and those of another URL do not.
    pub(crate) fn memory_name(&self) -> Result<String, UrlError> {
        if self.parts.password.is_some() {
            return Err(self.names_a_host());
        }
        let name = self.bare_file_name().map_err(|kind| self.error(kind, UrlPart::Path))?;
        Ok(match &*name {
            "" | ":memory:" => format!("db-config-memory-{}", self.memory),
            named => percent::encode_path(named),
        })
    }

    /// The decoded name, without the authority `localhost` and the slashes before it.
    fn bare_file_name(&self) -> Result<Cow<'_, str>, ProblemKind> {
        let name = &self.text[memory_name_start(self.text.as_bytes(), &self.parts)..self.parts.path.end];
        Ok(match name.contains('%') {
            true => percent::decode(name)?.trim_start_matches('/').to_owned().into(),
            false => name.trim_start_matches('/').into(),
        })
    }
}
