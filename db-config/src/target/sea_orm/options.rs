use super::sea_orm::ConnectOptions;
use crate::error::UrlError;
use crate::keys::Key;
use crate::target::sqlx_text;
use crate::{DatabaseUrl, FromDatabaseUrl, scheme};

/// A canonical URL, which is all that it takes, and the pool's settings.
impl FromDatabaseUrl for ConnectOptions {
    const SCHEMES: &'static [&'static str] = scheme::SQL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        let mut options = ConnectOptions::new(sqlx_text::url(url, "SeaORM")?);
        let (min, max) = url.pool_sizes()?;
        if let Some(count) = max {
            options.max_connections(count);
        }
        if let Some(count) = min {
            options.min_connections(count);
        }
        if let Some(timeout) = url.acquire_timeout() {
            options.acquire_timeout(timeout);
        }
        if let Some(timeout) = url.time(Key::IdleTimeout) {
            options.idle_timeout(timeout);
        }
        if let Some(lifetime) = url.time(Key::MaxLifetime) {
            options.max_lifetime(lifetime);
        }
        Ok(options)
    }
}
