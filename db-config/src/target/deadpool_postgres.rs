use deadpool_postgres::{Config, PoolConfig};

use super::tokio_postgres_text;
use crate::error::UrlError;
use crate::keys::Key;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl};

const CLIENT: &str = "deadpool-postgres";

/// The connection as a canonical text in `url`, because `get_pg_config` applies half of the other
/// fields only; the pool in `pool`. What the application sets in the fields beside them wins.
///
/// As with tokio-postgres, whom to trust is for the connector that `create_pool` takes: build it from
/// the [`TlsPlan`](crate::TlsPlan) of the same URL: the field's type is `(Config, TlsPlan)`. An `acquire_timeout` needs
/// `create_pool(Some(Runtime::Tokio1), ...)`.
impl FromDatabaseUrl for Config {
    const SCHEMES: &'static [&'static str] = Backend::Postgres.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        url.lacks(CLIENT, &[Key::MinConnections, Key::IdleTimeout, Key::MaxLifetime])?;
        let mut config = Config::new();
        config.url = Some(tokio_postgres_text::url(url, CLIENT)?);
        config.pool = pool(url)?;
        Ok(config)
    }
}

fn pool(url: &DatabaseUrl) -> Result<Option<PoolConfig>, UrlError> {
    let ((_, max), timeout) = (url.pool_sizes()?, url.limit(Key::AcquireTimeout));
    if max.is_none() && timeout.is_none() {
        return Ok(None);
    }
    let mut pool = PoolConfig::default();
    if let Some(max) = max {
        pool.max_size = max as usize;
    }
    pool.timeouts.wait = timeout.flatten();
    Ok(Some(pool))
}
