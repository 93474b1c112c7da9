use std::fmt;

use postgres::Config;

use super::tokio_postgres::options::{fmt_redacted, options};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// The client that it is built on.
type Inner = tokio_postgres::Config;

/// Supports postgres 0.19, the blocking client (feature `postgres`).
///
/// It has the options and the limits of [tokio-postgres](#impl-FromDatabaseUrl-for-Config), on which it is built. Use the
/// field type `(Config, TlsPlan)`, and build the connector from the [`TlsPlan`](crate::TlsPlan).
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Inner::BACKENDS;
    const TLS_MODES: TlsModes = Inner::TLS_MODES;
    const CAPABILITIES: Capabilities = Inner::CAPABILITIES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        options(url, companions, "postgres").map(Self::from)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Inner::tls(url)
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        Inner::tls_with(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let database = self.get_dbname();
        fmt_redacted(self.get_user(), self.get_hosts(), self.get_ports(), database, self.get_ssl_mode(), f)
    }
}
