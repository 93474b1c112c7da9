//! The file of a SQLite URL.

use std::path::{Path, PathBuf};

use db_config_syntax::query::{FileKey, Key, SqliteMode};
use db_config_syntax::sqlite_path::{FileName, bare_name, file_name, names_a_host};
use db_config_syntax::{Backend, percent};

use super::{DatabaseUrl, UrlPart};
use crate::error::{ProblemKind, UrlError};
use crate::system::{self, drive};

impl DatabaseUrl {
    /// Returns the filesystem path of a SQLite URL; `:memory:` for an in-memory database.
    ///
    /// It is the percent-decoded path (RFC 3986, and as SQLite reads its own
    /// [URI file names](https://www.sqlite.org/uri.html)). JavaScript's `new URL(u).pathname` is not decoded. If the two
    /// are absolute and name different files, [`warnings`](crate::DatabaseConfig::warnings) has a warning. A field with
    /// `#[database(pathname)]` opens JavaScript's file.
    ///
    /// # Errors
    ///
    /// - It is not a SQLite URL.
    /// - The URL names a host other than `localhost`.
    /// - The URL does not name a file.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let path = |url: &str| url.parse::<DatabaseUrl>().unwrap().sqlite_path().unwrap();
    /// assert_eq!(path("sqlite:///data/my%20app.db").to_str(), Some("/data/my app.db"));
    /// assert_eq!(path("file:./dev.db").to_str(), Some("./dev.db"));
    ///
    /// let two_slashes: DatabaseUrl = "file://data/sqlite.db".parse()?;
    /// assert!(two_slashes.sqlite_path().unwrap_err().to_string().contains("file:///data/sqlite.db"));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn sqlite_path(&self) -> Result<PathBuf, UrlError> {
        if self.backend() != Backend::Sqlite {
            return Err(self
                .error(ProblemKind::UnexpectedScheme, UrlPart::Scheme)
                .with_message(format!("expected a SQLite URL, found `{}://`", self.scheme()))
                .with_help("use `sqlite:` or `file:`"));
        }
        if self.is_in_memory() {
            return self.memory_name().map(|_| ":memory:".into());
        }
        let is_literal = self.opens_pathname || self.is_bare_path();
        let path = match is_literal {
            true => self.pathname().to_owned(),
            false => percent::decode(self.file_name()?).map_err(|kind| self.error(kind, UrlPart::Path))?,
        };
        // Python and PHP write an absolute path with four slashes.
        let path = match path.strip_prefix("//") {
            Some(rest) if !is_literal => format!("/{}", rest.trim_start_matches('/')),
            _ => path,
        };
        let path = match path.strip_prefix('/') {
            Some(rest) if drive(rest).is_some() => rest.to_owned(),
            _ => path,
        };
        let last = path.rsplit('/').next().unwrap_or_default();
        // SQLite and its clients would interpret a second scheme.
        let again = Backend::Sqlite
            .schemes()
            .iter()
            .any(|scheme| path.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(':')));
        if matches!(last, "" | "." | "..") || again {
            return Err(self.error(ProblemKind::SqlitePath, UrlPart::Path));
        }
        Ok(path.into())
    }

    /// Returns whether the text is a path without a scheme.
    pub(crate) fn is_bare_path(&self) -> bool {
        self.backend() == Backend::Sqlite && self.parts.path.start == 0
    }

    /// Returns JavaScript's path of an absolute path, if it is another file's because it stays percent-encoded.
    ///
    /// For a relative path it always is another file's. A warning would come at every start.
    pub(crate) fn javascript_file(&self) -> Option<&str> {
        if self.backend() != Backend::Sqlite || self.is_in_memory() {
            return None;
        }
        let path = self.sqlite_path().ok().filter(|path| path.has_root())?;
        Some(self.pathname()).filter(|pathname| pathname.contains('%') && Path::new(pathname) != path)
    }

    /// Returns the percent-encoded name of the file.
    fn file_name(&self) -> Result<&str, UrlError> {
        match file_name(&self.text, &self.parts, system::IS_WINDOWS) {
            Ok(FileName::Pathname) => Ok(self.pathname()),
            Ok(FileName::Written(name)) => Ok(name),
            Err(fault) => Err(self.mistake(fault)),
        }
    }

    pub(crate) fn is_in_memory(&self) -> bool {
        self.backend() == Backend::Sqlite
            && (self.bare_name().is_ok_and(|name| name == ":memory:") || self.sqlite_mode() == Some(SqliteMode::Memory))
    }

    /// Returns the name of the file or of the in-memory database, without the slashes before it.
    fn bare_name(&self) -> Result<String, ProblemKind> {
        match self.is_bare_path() {
            true => Ok(self.text.trim_start_matches('/').to_owned()),
            false => bare_name(&self.text, &self.parts),
        }
    }

    pub(crate) fn sqlite_mode(&self) -> Option<SqliteMode> {
        let mut pairs = self.pairs.iter();
        let pair = pairs.find(|pair| pair.row.key == Key::File(FileKey::Mode))?;
        SqliteMode::from_word(&pair.value)
    }

    /// Returns the percent-encoded name of an in-memory database. A database without a name gets one that is unique to the
    /// URL: all connections made from the URL share the database, and those of another URL do not.
    pub(crate) fn memory_name(&self) -> Result<String, UrlError> {
        if self.parts.password.is_some() {
            return Err(self.mistake(names_a_host(&self.text, &self.parts)));
        }
        let name = self.bare_name().map_err(|kind| self.error(kind, UrlPart::Path))?;
        Ok(match &*name {
            "" | ":memory:" => format!("db-config-memory-{}", self.in_memory_id),
            named => percent::encode_path(named),
        })
    }
}
