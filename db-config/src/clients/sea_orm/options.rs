use std::fmt;

use super::sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use crate::clients::shown;
use crate::clients::sqlx;
use crate::clients::with_one_wait;
use crate::error::UrlError;
use crate::resolved::{Pool, longest};
use crate::sealed::Sealed;
use crate::{Backends, Carries, Connectable, DatabaseUrl, FromDatabaseUrl, TlsMode, TlsModes, TlsPlan};

/// A canonical URL, which is all that it takes, and the pool's settings. SeaORM counts connecting as part of acquiring.
impl FromDatabaseUrl for ConnectOptions {
    const BACKENDS: Backends = Backends::SQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CARRIES: Carries = sqlx::POOL.or(Carries::STATEMENT_CACHE).or(Carries::STATEMENT_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        let (text, pool) = sqlx::url(url, "SeaORM")?;
        let (min, max) = pool.sizes_within(url, "SeaORM", 10)?;
        let Pool {
            max_connections: _, // both with `sizes_within`
            min_connections: _,
            acquire_timeout,
            connect_timeout,
            idle_timeout,
            max_lifetime,
            busy_timeout: _, // nor this one
        } = pool;
        let mut options = ConnectOptions::new(text);
        if let Some(count) = max {
            options.max_connections(count);
        }
        if let Some(count) = min {
            options.min_connections(count);
        }
        if let Some(timeout) = longest(acquire_timeout.or(connect_timeout)) {
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

    fn carried(url: &DatabaseUrl) -> Carries {
        with_one_wait(url, Self::CARRIES)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        sqlx::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::text(self.get_url(), f)
    }
}

impl Sealed for DatabaseConnection {}

impl Connectable for DatabaseConnection {
    type Settings = ConnectOptions;
    type Error = DbErr;

    async fn connect(settings: &ConnectOptions) -> Result<Self, DbErr> {
        Database::connect(settings.clone()).await
    }
}
