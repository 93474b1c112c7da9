//! The file of a SQLite URL, as the operating system sees it.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use db_config_syntax::Backend;
use db_config_syntax::printable::Printable;
use db_config_syntax::query::{FileKey, Key, SqliteMode};
use db_config_syntax::sqlite_path::relative_url;
use db_config_syntax::values::boolean;

use super::WarningKind;
use crate::system;
use crate::url::DatabaseUrl;

/// The file of a SQLite database in a [`Report`](crate::Report).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReportFile {
    pub(super) path: PathBuf,
    pub(super) exists: bool,
}

impl ReportFile {
    /// Returns the absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether the file exists.
    pub fn exists(&self) -> bool {
        self.exists
    }
}

/// Writes the absolute path, with control characters escaped, and whether the file exists.
impl fmt::Display for ReportFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Printable(f), "{} ({})", self.path.display(), if self.exists { "exists" } else { "missing" })
    }
}

impl DatabaseUrl {
    /// Returns the path of the SQLite file. Returns `None` for another database and for one in memory, and if the path would
    /// show a secret.
    fn file_path(&self) -> Option<PathBuf> {
        let has_file = self.backend() == Backend::Sqlite && !self.is_in_memory() && self.parts.password.is_none();
        if has_file { self.sqlite_path().ok() } else { None }
    }

    /// Returns the SQLite file with its absolute path.
    pub(crate) fn report_file(&self) -> Option<ReportFile> {
        let path = self.file_path()?;
        Some(ReportFile { exists: path.exists(), path: std::path::absolute(&path).unwrap_or(path) })
    }

    /// Returns a warning if the SQLite file is probably another one than intended, or if the client cannot open, create or
    /// write it.
    pub(super) fn unusable_file(&self) -> Option<WarningKind> {
        let path = self.file_path()?;
        if path.is_dir() {
            return Some(WarningKind::IsDirectory { directory: path });
        }
        if begins_with_tilde(&path) {
            return Some(WarningKind::Tilde { path });
        }
        let exists = path.exists();
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        if let Some(parent) = parent.filter(|parent| !parent.is_dir()) {
            let relative = self.name_after_three_slashes().map(|name| relative_url(self.scheme(), name));
            return Some(WarningKind::MissingDirectory { directory: parent.to_owned(), relative });
        }
        let is_new_in_root = !exists && path.parent() == Some(Path::new("/"));
        let is_relative = |name: &&str| is_new_in_root || name.starts_with("./") || name.starts_with("../");
        if let Some(name) = self.name_after_three_slashes().filter(is_relative) {
            return Some(WarningKind::ThreeSlashes { path, relative: relative_url(self.scheme(), name) });
        }
        let mode = self.sqlite_mode();
        if !exists && !matches!(mode, None | Some(SqliteMode::Create)) {
            return Some(WarningKind::MissingFile { path });
        }
        let directory = parent.unwrap_or(Path::new("."));
        if exists && self.is_immutable() || !system::is_read_only(directory) {
            return None;
        }
        if exists && needs_wal_index(&path) {
            return Some(WarningKind::WalInReadOnlyDirectory { path });
        }
        let directory = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
        (mode != Some(SqliteMode::ReadOnly)).then_some(WarningKind::ReadOnlyDirectory { directory })
    }

    fn is_immutable(&self) -> bool {
        let pair = self.pairs().iter().find(|pair| pair.row.key == Key::File(FileKey::Immutable));
        pair.is_some_and(|pair| boolean(&pair.value) == Some(true))
    }

    /// Returns the path after exactly three slashes, with which SQLAlchemy and Laravel begin a relative path.
    fn name_after_three_slashes(&self) -> Option<&str> {
        let path = self.parts.path.of(&self.text);
        path.strip_prefix("///").filter(|name| !name.starts_with('/') && !self.is_bare_path())
    }
}

/// Returns whether the first name of a path is `~`, which only a shell replaces.
pub(super) fn begins_with_tilde(path: &Path) -> bool {
    let first = path.components().find(|component| matches!(component, Component::Normal(_)));
    first.is_some_and(|first| first.as_os_str() == "~")
}

/// Returns whether a database is in WAL mode and lacks the `-wal` or `-shm` file, which SQLite then has to create to read
/// it.
fn needs_wal_index(path: &Path) -> bool {
    /// Closing a file would release the locks that SQLite holds for this process.
    static OPEN: Mutex<Option<HashMap<PathBuf, File>>> = Mutex::new(None);

    let has_file = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Path::new(&name).exists()
    };
    if has_file("-wal") && has_file("-shm") || !path.is_file() {
        return false;
    }
    let Ok(mut open) = OPEN.lock() else { return false };
    let files = open.get_or_insert_with(HashMap::new);
    if !files.contains_key(path) {
        let Ok(file) = File::open(path) else { return false };
        files.insert(path.to_owned(), file);
    }
    let Some(file) = files.get_mut(path) else { return false };
    let mut header = [0; 20];
    let is_read = file.rewind().and_then(|()| file.read_exact(&mut header)).is_ok();
    // The versions of the file format for writing and reading: 2 is WAL.
    is_read && header[18..] == [2, 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wal_database_needs_an_index_unless_both_files_exist() {
        let directory = std::env::temp_dir().join(format!("db-config-wal-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let header = |versions: [u8; 2]| [b"SQLite format 3\0\x10\0".as_slice(), &versions, &[0; 80]].concat();
        for (name, content, endings, expected) in [
            ("wal.db", header([2, 2]), &[][..], true),
            ("wal-only.db", header([2, 2]), &["-wal"], true),
            ("shm-only.db", header([2, 2]), &["-shm"], true),
            ("both.db", header([2, 2]), &["-wal", "-shm"], false),
            ("rollback.db", header([1, 1]), &[], false),
            ("empty.db", vec![], &[], false),
        ] {
            let path = directory.join(name);
            std::fs::write(&path, content).unwrap();
            for ending in endings {
                std::fs::write(directory.join(format!("{name}{ending}")), "").unwrap();
            }
            assert_eq!(needs_wal_index(&path), expected, "{name}");
        }
        assert!(!needs_wal_index(&directory.join("missing.db")));
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
