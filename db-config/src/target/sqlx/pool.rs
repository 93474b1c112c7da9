use super::sqlx::Database;
use super::sqlx::pool::PoolOptions;
use crate::error::UrlError;
use crate::keys::Key;
use crate::{DatabaseUrl, FromDatabaseUrl, scheme};

/// The pool's part of the URL, for a field beside the one with the connection's:
/// `connection_limit`, `pool_timeout`, `connect_timeout` and their like. sqlx counts the time to
/// connect into the time to acquire.
impl<DB: Database> FromDatabaseUrl for PoolOptions<DB> {
    const SCHEMES: &'static [&'static str] = scheme::SQL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        let mut options = PoolOptions::new();
        let (min, max) = url.pool_sizes()?;
        if let Some(count) = max {
            options = options.max_connections(count);
        }
        if let Some(count) = min {
            options = options.min_connections(count);
        }
        if let Some(timeout) = url.acquire_timeout() {
            options = options.acquire_timeout(timeout);
        }
        if let Some(timeout) = url.limit(Key::IdleTimeout) {
            options = options.idle_timeout(timeout);
        }
        if let Some(lifetime) = url.limit(Key::MaxLifetime) {
            options = options.max_lifetime(lifetime);
        }
        Ok(options)
    }
}
