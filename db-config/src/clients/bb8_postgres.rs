use std::error::Error;
use std::fmt;

use bb8_postgres::PostgresConnectionManager;
use tokio_postgres::{Client, Config};

use super::tokio_postgres::connect::{ask, is_final};
use super::tokio_postgres::from_tls_plan::FromTlsPlan;
use crate::capabilities::Capabilities;
use crate::connect::managed::AsyncManager;
use crate::connect::pong::Pong;
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// Supports the manager of bb8-postgres 0.9 (feature `bb8-postgres`). `T` names the TLS library: see [`FromTlsPlan`].
impl<T: FromTlsPlan> FromDatabaseUrl for PostgresConnectionManager<T> {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = T::TLS_MODES;
    const CAPABILITIES: Capabilities = <(Config, TlsPlan)>::CAPABILITIES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (config, _) = <(Config, TlsPlan)>::from_database_url(url)?;
        Ok(Self::new(config, T::from_tls_plan(url, &T::plan(url))?))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        T::plan(url)
    }

    /// Writes no URL, because the manager does not expose it.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manager of PostgreSQL connections")
    }
}

impl<T: FromTlsPlan> AsyncManager<Client> for PostgresConnectionManager<T> {
    async fn ping(client: &mut Client) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        Ok(ask(client).await?)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        is_final(error)
    }
}
