//! The path itself, which Diesel and SQLite take as it is; a URI where there is more to say.

use crate::error::UrlError;
use crate::{DatabaseUrl, FromDatabaseUrl, SqliteFile};

pub(super) fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    // Its timeout is set on the connection.
    let file = SqliteFile::from_database_url(url)?;
    match file.path.to_str() {
        Some(path) if file.is_plain() => Ok(path.to_owned()),
        _ => Ok(file.uri().to_owned()),
    }
}
