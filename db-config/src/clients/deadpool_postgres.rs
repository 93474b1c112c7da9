use std::fmt;

use deadpool_postgres::{Config, PoolConfig};

use super::{shown, tokio_postgres};
use crate::error::UrlError;
use crate::resolved::{Pool, limit};
use crate::{Backends, Carries, DatabaseUrl, FromDatabaseUrl, TlsModes, TlsPlan};

const CLIENT: &str = "deadpool-postgres";

/// The connection as a canonical text in `url`, because `get_pg_config` applies only half of the other fields; the pool
/// in `pool`. What the application sets in the other fields wins.
///
/// As with tokio-postgres, the connector that `create_pool` takes verifies the server. Give the field the type
/// `(Config, TlsPlan)`, and build the connector from that [`TlsPlan`](crate::TlsPlan). Alone, `Config` rejects
/// certificates, `verify-ca` and `verify-full` of the URL and of an attribute. An `acquire_timeout` needs
/// `create_pool(Some(Runtime::Tokio1), ...)`.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::VERIFYING);
    const CARRIES: Carries = Carries::MAX_CONNECTIONS
        .or(Carries::ACQUIRE_TIMEOUT)
        .or(Carries::CONNECT_TIMEOUT)
        .or(Carries::STATEMENT_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (text, pool) = tokio_postgres::url(url, tokio_postgres::tls, CLIENT)?;
        let mut config = Config::new();
        config.url = Some(text);
        config.pool = pool_config(url, pool)?;
        Ok(config)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        tokio_postgres::held_tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::text(self.url.as_deref().unwrap_or_default(), f)
    }
}

fn pool_config(url: &DatabaseUrl, pool: Pool<'_>) -> Result<Option<PoolConfig>, UrlError> {
    let (_, max) = pool.sizes(url)?;
    let Pool {
        max_connections: _, // with `sizes`
        acquire_timeout,
        connect_timeout: _, // in the text
        // deadpool's pool has none of these.
        min_connections: _,
        idle_timeout: _,
        max_lifetime: _,
        busy_timeout: _,
    } = pool;
    if max.is_none() && acquire_timeout.is_none() {
        return Ok(None);
    }
    let mut config = PoolConfig::default();
    if let Some(max) = max {
        config.max_size = max as usize;
    }
    config.timeouts.wait = limit(acquire_timeout).flatten();
    Ok(Some(config))
}
