use std::fmt;

use deadpool_postgres::{Config, PoolConfig};

use super::{redacted, tokio_postgres};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::Pool;
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::limits::{nonzero, pool};
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

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
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS
        .union(Capabilities::ACQUIRE_TIMEOUT)
        .union(Capabilities::CONNECT_TIMEOUT)
        .union(Capabilities::STATEMENT_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let text = tokio_postgres::canonical_text(url, &Self::tls_with(url, companions), CLIENT)?;
        tokio_postgres::check_certificates(url, companions, CLIENT)?;
        let mut config = Config::new();
        config.url = Some(text);
        config.pool = pool_config(url)?;
        Ok(config)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Self::tls_with(url, Companions::default())
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        tokio_postgres::tls(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redacted::text(self.url.as_deref().unwrap_or_default(), f)
    }
}

fn pool_config(url: &DatabaseUrl) -> Result<Option<PoolConfig>, UrlError> {
    // The timeouts are in the text.
    let (pool, _timeouts) = pool(url)?;
    let (_, max) = pool.sizes(url)?;
    let Pool {
        max_connections: _, // with `sizes`
        acquire_timeout,
        // deadpool's pool has none of these.
        min_connections: _,
        idle_timeout: _,
        max_lifetime: _,
    } = pool;
    if max.is_none() && acquire_timeout.is_none() {
        return Ok(None);
    }
    let mut config = PoolConfig::default();
    if let Some(max) = max {
        config.max_size = max as usize;
    }
    config.timeouts.wait = nonzero(acquire_timeout);
    Ok(Some(config))
}
