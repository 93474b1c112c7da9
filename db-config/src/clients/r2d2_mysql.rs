//! The manager of r2d2_mysql.

use std::error::Error;
use std::fmt;

use ::mysql::{Conn, Opts, OptsBuilder};
use r2d2_mysql::MySqlConnectionManager;

use super::mysql::{ask, is_final};
use crate::capabilities::Capabilities;
use crate::connect::managed::BlockingManager;
use crate::connect::pong::Pong;
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// Supports the manager of r2d2_mysql 28 (feature `r2d2-mysql`).
///
/// r2d2_mysql enables the feature `minimal` of mysql, which builds zlib, a C library.
impl FromDatabaseUrl for MySqlConnectionManager {
    const BACKENDS: Backends = Opts::BACKENDS;
    const TLS_MODES: TlsModes = Opts::TLS_MODES;
    // r2d2 has its own pool options.
    const CAPABILITIES: Capabilities =
        Opts::CAPABILITIES.difference(Capabilities::MAX_CONNECTIONS.union(Capabilities::MIN_CONNECTIONS));

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Self::new(OptsBuilder::from_opts(Opts::from_database_url(url)?)))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Opts::tls(url)
    }

    /// Writes no URL, because the manager does not expose it.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manager of MySQL connections")
    }
}

impl BlockingManager<Conn> for MySqlConnectionManager {
    fn ping(connection: &mut Conn) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        Ok(ask(connection)?)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        error.downcast_ref().is_some_and(is_final)
    }
}
