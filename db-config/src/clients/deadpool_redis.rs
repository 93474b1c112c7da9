mod connect;

use std::fmt;

use ::redis::ConnectionInfo;
use deadpool_redis::{Config, PoolConfig};

use super::common::REDIS_TLS_MODES;
use super::redis;
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::{Pool, Redis};
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::limits::nonzero;
use crate::tls::{TlsMode, TlsModes};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backends;

const CLIENT: &str = "deadpool-redis";

/// Supports deadpool-redis 0.23 (feature `deadpool-redis`).
///
/// The URL is in the field `connection`, and the pool options are in the field `pool`.
///
/// `Config` holds no certificates, and rejects them. `Connect<deadpool_redis::Pool>` supports them. An `acquire_timeout`
/// needs `create_pool(Some(Runtime::Tokio1))`.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::REDIS;
    const TLS_MODES: TlsModes = REDIS_TLS_MODES;
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS.union(Capabilities::ACQUIRE_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let info = redis::info(url, Companions::default(), CLIENT)?;
        if url.tls().mode() != TlsMode::Off {
            let names = [
                url.root_certificate_name().filter(|_| url.tls().root_file().is_some()).map(|name| ("a CA", name)),
                url.client_certificate_name().map(|name| ("a client", name)),
            ];
            if let Some((kind, name)) = names.into_iter().flatten().next() {
                let what = format!("{kind} certificate in its `Config`");
                let error = url.unsupported(CLIENT, what, UrlPart::Parameter(name.name));
                return Err(error.with_help(
                    "use the field type `Connect<deadpool_redis::Pool>`, or `redis::ConnectionInfo` and \
                     `Manager::new(info)`",
                ));
            }
        }
        let mut config = Self::from_connection_info(info);
        config.pool = pool_config(url, &Redis::resolve(url)?.pool)?;
        Ok(config)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.connection {
            Some(connection) => ConnectionInfo::from(connection.clone()).fmt_redacted(f),
            None => f.write_str("a redacted URL"),
        }
    }
}

fn pool_config(url: &DatabaseUrl, pool: &Pool<'_>) -> Result<Option<PoolConfig>, UrlError> {
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
    config.timeouts.wait = nonzero(*acquire_timeout);
    Ok(Some(config))
}
