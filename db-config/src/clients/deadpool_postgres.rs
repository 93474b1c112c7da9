mod connect;

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

/// Supports deadpool-postgres 0.14 (feature `deadpool-postgres`).
///
/// The URL is in the field `url`, and the pool options are in the field `pool`. If you set other fields, they override the
/// URL.
///
/// `Config` holds no certificates: the connector that you pass to `create_pool` verifies the server. Use the field type
/// `(Config, TlsPlan)`, and build the connector from the [`TlsPlan`](crate::TlsPlan). `Config` alone rejects certificates,
/// `verify-ca` and `verify-full` from the URL and from an attribute.
///
/// An `acquire_timeout` needs `create_pool(Some(Runtime::Tokio1), ...)`.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::VERIFYING);
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS
        .union(Capabilities::ACQUIRE_TIMEOUT)
        .union(Capabilities::CONNECT_TIMEOUT)
        .union(Capabilities::STATEMENT_TIMEOUT)
        .union(Capabilities::CONNECTION_PARAMETERS)
        .union(Capabilities::NAMED_STATEMENTS);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let text = tokio_postgres::canonical_text(url, &Self::tls_with(url, companions), CLIENT)?;
        tokio_postgres::check_certificates(url, companions, CLIENT)?;
        let mut config = Config::new();
        // `get_pg_config` ignores half of the other fields.
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
    // The timeouts are in the URL.
    let (pool, _timeouts) = pool(url)?;
    let (_, max) = pool.sizes(url)?;
    let Pool {
        max_connections: _, // with `sizes`
        acquire_timeout,
        // not supported by deadpool
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
