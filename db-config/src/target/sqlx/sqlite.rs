use std::path::PathBuf;

use super::sqlx::sqlite::SqliteConnectOptions;
use crate::error::UrlError;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, SqliteFile};

/// Made with the client's setters.
impl FromDatabaseUrl for SqliteConnectOptions {
    const SCHEMES: &'static [&'static str] = Backend::Sqlite.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let file = SqliteFile::from_database_url(url)?;
        let mut options = SqliteConnectOptions::new()
            .filename(file_name(&file, url)?)
            .in_memory(file.in_memory)
            .read_only(file.read_only)
            .create_if_missing(file.create)
            .shared_cache(file.shared_cache)
            .immutable(file.immutable);
        if let Some(vfs) = file.vfs {
            options = options.vfs(vfs);
        }
        if let Some(timeout) = file.busy_timeout {
            options = options.busy_timeout(timeout);
        }
        Ok(options)
    }
}

/// The name without what has a setter of its own.
fn file_name(file: &SqliteFile, url: &DatabaseUrl) -> Result<PathBuf, UrlError> {
    match file.in_memory {
        true => Ok(file.uri().split('?').next().unwrap_or_default().into()),
        false => url.sqlite_path(),
    }
}
