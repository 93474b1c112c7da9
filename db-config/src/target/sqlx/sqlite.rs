use super::sqlx::sqlite::SqliteConnectOptions;
use crate::error::UrlError;
use crate::keys::Key;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, SqliteFile};

/// Made with the client's setters.
impl FromDatabaseUrl for SqliteConnectOptions {
    const SCHEMES: &'static [&'static str] = Backend::Sqlite.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let file = SqliteFile::from_database_url(url)?;
        let mut options = SqliteConnectOptions::new()
            .filename(file.path)
            .in_memory(file.in_memory)
            .read_only(file.read_only)
            .create_if_missing(file.create)
            .shared_cache(file.shared_cache)
            .immutable(file.immutable);
        if let Some(vfs) = file.vfs {
            options = options.vfs(vfs);
        }
        if let Some(milliseconds) = url.number(Key::BusyTimeout) {
            options = options.busy_timeout(std::time::Duration::from_millis(milliseconds.into()));
        }
        Ok(options)
    }
}
