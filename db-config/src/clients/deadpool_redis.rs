mod connect;

use std::fmt;

use deadpool_redis::{Config, ConnectionAddr, ConnectionInfo, PoolConfig};

use super::common::shown_redis_user;
use super::redacted::Redacted;
use super::{canonical, redis};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::{Pool, Redis};
use crate::target::from_database_url::FromDatabaseUrl;
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
    const TLS_MODES: TlsModes = redis::TLS_MODES;
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS.union(Capabilities::ACQUIRE_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let info = redis::info(url, CLIENT)?;
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
        let Some(ConnectionInfo { addr, redis }) = &self.connection else {
            return f.write_str("a redacted URL");
        };
        let (hosts, tls) = match addr {
            ConnectionAddr::Tcp(host, port) => (canonical::host(host, Some(*port)), "off"),
            ConnectionAddr::TcpTls { host, port, insecure } => {
                (canonical::host(host, Some(*port)), if *insecure { "require" } else { "verify-full" })
            }
            ConnectionAddr::Unix(path) => (canonical::host(&path.to_string_lossy(), None), "off"),
        };
        let redacted = Redacted {
            scheme: "redis",
            user: shown_redis_user(redis.username.as_deref()),
            hosts,
            database: Some(&redis.db.to_string()),
            tls,
        };
        write!(f, "{redacted}")
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
