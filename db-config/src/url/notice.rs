//! What is worth knowing about a URL and would otherwise be lost silently.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use super::DatabaseUrl;
use super::redact::Printable;
use crate::query::{self, Key, SqliteMode};
use crate::{Backend, Carries};

/// Something about a URL that is worth knowing but not a problem. It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// This key of the URL, or libpq variable, is about a pool, a timeout or the statement cache, and the settings have
    /// no place for it.
    NotCarried {
        /// As the URL spells it.
        key: String,
    },
    /// This key of the URL is another tool's: no Rust client has a use for it.
    OtherTool {
        /// As the URL spells it.
        key: String,
    },
    /// JavaScript's `new URL(u).pathname` names another file.
    OtherFile {
        /// The file that is opened here.
        path: PathBuf,
        /// The one that a JavaScript app opens.
        pathname: String,
    },
    /// `fly_replica`: the app runs outside its primary region, so the port is 5433, a read replica's.
    ReadReplica,
    /// The file's folder does not exist, so the file does not either, and nothing can create it.
    MissingFolder {
        /// The folder.
        folder: PathBuf,
        /// What to write if SQLAlchemy's or Laravel's relative path was meant, which has three slashes.
        relative: Option<String>,
    },
    /// The file does not exist, and `mode=ro` or `mode=rw` forbids creating it.
    MissingFile {
        /// The file.
        path: PathBuf,
    },
    /// There is a folder where the file should be, which no client can open.
    IsFolder {
        /// The folder.
        folder: PathBuf,
    },
}

impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        match self {
            Self::NotCarried { key } => write!(f, "`{key}` has no effect: the settings have no place for it"),
            Self::OtherTool { key } => {
                write!(f, "`{key}` has no effect: it is for another tool, not for a Rust client")
            }
            Self::OtherFile { path, pathname } => write!(
                f,
                "the file is `{}`; JavaScript's `new URL(u).pathname` is `{pathname}`, which `#[database(pathname)]` opens",
                path.display()
            ),
            Self::ReadReplica => {
                f.write_str("FLY_REGION is not PRIMARY_REGION, so the port is 5433, that of a read replica")
            }
            Self::MissingFolder { folder, relative } => {
                write!(f, "the folder `{}` does not exist", folder.display())?;
                match relative {
                    Some(relative) => write!(
                        f,
                        "; three slashes begin an absolute path here: where a relative one is meant, as SQLAlchemy and \
                         Laravel read them, write `{}`",
                        relative
                    ),
                    None => Ok(()),
                }
            }
            Self::MissingFile { path } => write!(
                f,
                "the file `{}` does not exist, and `mode` forbids creating it; without `mode` it would be created",
                path.display()
            ),
            Self::IsFolder { folder } => {
                write!(f, "`{}` is a folder, not a file: name a file in it", folder.display())
            }
        }
    }
}

impl DatabaseUrl {
    /// What is worth knowing about settings that are made from this URL; `carried` is the
    /// [`FromDatabaseUrl::carried`](crate::FromDatabaseUrl::carried) of their type.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, FromDatabaseUrl, NoticeKind, SqliteFile};
    ///
    /// let url: DatabaseUrl = "sqlite:app.db?busy_timeout=500&connection_limit=1".parse()?;
    /// let notices = url.notices(SqliteFile::carried(&url));
    /// assert_eq!(notices, [NoticeKind::NotCarried { key: "connection_limit".to_owned() }]);
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn notices(&self, carried: Carries) -> Vec<NoticeKind> {
        // What an attribute says is the application's own choice.
        let lost = self.pairs().filter(|(pair, ..)| !pair.is_attribute);
        let lost = lost.filter_map(|(pair, name, _)| match pair.row.key {
            Key::Tool => Some(NoticeKind::OtherTool { key: name.to_owned() }),
            key => {
                let is_lost = key.carries().is_some_and(|wanted| !carried.has(wanted));
                is_lost.then(|| NoticeKind::NotCarried { key: name.to_owned() })
            }
        });
        // What redaction hides in a SQLite path is hidden here too.
        if self.backend() == Backend::Sqlite && self.parts.password.is_some() {
            return lost.collect();
        }
        let other_file = self.javascript_file().and_then(|pathname| {
            Some(NoticeKind::OtherFile { path: self.sqlite_path().ok()?, pathname: pathname.to_owned() })
        });
        let replica = self.replicas.then_some(NoticeKind::ReadReplica);
        lost.chain(other_file).chain(self.no_place_for_a_file()).chain(replica).collect()
    }

    /// The pool's words that have an effect on settings that carry this, with their values.
    pub(crate) fn pool(&self, carried: Carries) -> Vec<(&'static str, String)> {
        let mut words: Vec<(&str, String)> = Vec::new();
        for (pair, _, value) in self.pairs() {
            let word = query::pool_word(pair.row.name()).filter(|word| carried.has(word.carries));
            // A URL may say the same in the words of several tools.
            if let Some(word) = word.filter(|word| words.iter().all(|(known, _)| *known != word.name)) {
                words.push((word.name, word.shown(value)));
            }
        }
        words
    }

    fn no_place_for_a_file(&self) -> Option<NoticeKind> {
        if self.backend() != Backend::Sqlite || self.is_in_memory() {
            return None;
        }
        let path = self.sqlite_path().ok()?;
        if path.is_dir() {
            return Some(NoticeKind::IsFolder { folder: path });
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            let name = self.parts.path.of(&self.text).strip_prefix("///").filter(|name| !name.starts_with('/'));
            let relative = name.map(|name| format!("{}:{name}", self.scheme()));
            return Some(NoticeKind::MissingFolder { folder: folder.to_owned(), relative });
        }
        let is_created = matches!(self.sqlite_mode(), None | Some(SqliteMode::Create));
        (!is_created && !path.exists()).then_some(NoticeKind::MissingFile { path })
    }
}
