//! The string for SQLite: the path, or a URI if there are parameters.

use super::CLIENT;
use crate::error::UrlError;
use crate::resolved::{Sqlite, reject};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::sqlite_file::SqliteFile;
use crate::url::DatabaseUrl;

pub(super) fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    let Sqlite {
        // in the file name of `SqliteFile`
        location: _,
        mode: _,
        cache: _,
        immutable: _,
        vfs: _,
        foreign_keys,
        journal_mode,
        synchronous,
        pool: _,     // r2d2's
        timeouts: _, // set on the connection
    } = Sqlite::resolve(url)?;
    let help = "remove it, and run `SqliteFile::pragmas` on the connection";
    let reject_pragmas = || {
        reject!(url, CLIENT, [foreign_keys, journal_mode, synchronous]);
        Ok(())
    };
    reject_pragmas().map_err(|error: UrlError| error.with_help(help))?;
    let file = SqliteFile::from_database_url(url)?;
    match file.path.to_str() {
        Some(path) if needs_no_uri(&file) => Ok(path.to_owned()),
        _ => Ok(file.uri().to_owned()),
    }
}

/// Returns whether Diesel's own way to open a path, which creates the file, is the one that the URL asks for.
fn needs_no_uri(file: &SqliteFile) -> bool {
    file.create && !file.in_memory && !file.shared_cache && !file.immutable && file.vfs.is_none()
}
