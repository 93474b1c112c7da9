use std::fmt;

use super::sea_orm::ConnectOptions;
use crate::capabilities::Capabilities;
use crate::clients::{redacted, sqlx};
use crate::error::UrlError;
use crate::resolved::{Pool, Timeouts};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::{longest, pool, sizes_within};
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// Supports SeaORM 2 (feature `sea-orm`) and SeaORM 1.1 (feature `sea-orm-1`), including the pool options.
///
/// SeaORM's `acquire_timeout` includes the time to connect.
impl FromDatabaseUrl for ConnectOptions {
    const BACKENDS: Backends = Backends::SQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = sqlx::POOL.union(Capabilities::STATEMENT_CACHE).union(sqlx::POSTGRES);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        let mut options = ConnectOptions::new(sqlx::canonical_text(url, "SeaORM")?);
        let (pool, timeouts) = pool(url)?;
        let (min, max) = sizes_within(url, &pool, "SeaORM", 10)?;
        let Pool { max_connections: _, min_connections: _, acquire_timeout, idle_timeout, max_lifetime } = pool;
        let Timeouts { connect, busy: _ } = timeouts;
        if let Some(count) = max {
            options.max_connections(count);
        }
        if let Some(count) = min {
            options.min_connections(count);
        }
        if let Some(timeout) = longest(acquire_timeout.or(connect)) {
            options.acquire_timeout(timeout);
        }
        if let Some(timeout) = longest(idle_timeout) {
            options.idle_timeout(timeout);
        }
        if let Some(lifetime) = longest(max_lifetime) {
            options.max_lifetime(lifetime);
        }
        Ok(options)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        sqlx::capabilities(url, Self::CAPABILITIES)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        sqlx::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redacted::text(self.get_url(), f)
    }
}
