use std::fmt;
use std::str::FromStr;

use super::connect::driver;
use super::sqlx::any::AnyConnectOptions;
use crate::capabilities::Capabilities;
use crate::clients::redacted;
use crate::clients::sqlx::{self, canonical_text};
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::{Backend, Backends};

/// Supports sqlx 0.9 (feature `sqlx-any`) and sqlx 0.8 (feature `sqlx-0_8-any`).
impl FromDatabaseUrl for AnyConnectOptions {
    const BACKENDS: Backends = Backends::SQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = Capabilities::STATEMENT_CACHE.union(sqlx::POSTGRES);

    fn from_database_url(database_url: &DatabaseUrl) -> Result<Self, UrlError> {
        database_url.require_backend(Self::BACKENDS)?;
        let text = canonical_text(database_url, "sqlx")?;
        AnyConnectOptions::from_str(&text).map_err(|error| database_url.rejected_by("sqlx", error))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        sqlx::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redacted::text(self.database_url.as_str(), f)
    }
}

driver!(Any, options => match options.database_url.scheme() {
    "mysql" | "mariadb" => Backend::MySql,
    "sqlite" => Backend::Sqlite,
    _ => Backend::Postgres,
});
