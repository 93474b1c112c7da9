use std::fmt;

use super::connect::driver;
use super::rotate::password_driver;
use super::sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use crate::capabilities::Capabilities;
use crate::clients::common::one_server;
use crate::clients::redacted::Redacted;
use crate::clients::sqlx::checks::check_mysql;
use crate::clients::sqlx::with_tls;
use crate::clients::{canonical, sqlx};
use crate::error::UrlError;
use crate::resolved::{MySql, MySqlSession, Server};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{RootCertificate, TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::{Backend, Backends};

/// Supports sqlx 0.9 (feature `sqlx-mysql`) and sqlx 0.8 (feature `sqlx-0_8-mysql`).
///
/// sqlx trusts a CA certificate in addition to the public CAs. So with a CA certificate `required` becomes
/// `verify_identity`, and an explicit `verify_ca` is an error.
impl FromDatabaseUrl for MySqlConnectOptions {
    const BACKENDS: Backends = Backends::MYSQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = Capabilities::STATEMENT_CACHE;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (mysql, tls) = (MySql::resolve(url)?, sqlx::tls(url));
        check_mysql(url, &mysql, &tls, "sqlx")?;
        let MySql {
            servers,
            user,
            password,
            database,
            tls: _, // its own
            session,
            statement_cache,
            pool: _,     // in `PoolOptions`
            timeouts: _, // in `PoolOptions`
        } = mysql;
        let MySqlSession { charset, collation, time_zone } = session;
        let Server { host, is_socket, address: _, port } = one_server(url, "sqlx", &servers)?;
        let mut options = MySqlConnectOptions::new().username(user);
        if *is_socket {
            options = options.socket(&**host);
        } else if !host.is_empty() {
            options = options.host(host);
        }
        if let Some(port) = port {
            options = options.port(*port);
        }
        if let Some(password) = password {
            options = options.password(password.expose_secret());
        }
        if let Some(database) = database {
            options = options.database(database);
        }
        if let Some(capacity) = statement_cache {
            options = options.statement_cache_capacity(capacity.value as usize);
        }
        if let Some(charset) = charset {
            options = options.charset(&charset.value);
        }
        if let Some(collation) = collation {
            options = options.collation(&collation.value);
        }
        if let Some(zone) = time_zone {
            options = options.timezone(zone.value.to_owned());
        }
        let mode = match tls.mode() {
            TlsMode::Off => MySqlSslMode::Disabled,
            TlsMode::Prefer => MySqlSslMode::Preferred,
            TlsMode::Require => MySqlSslMode::Required,
            TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
            TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
        };
        Ok(with_tls!(options, tls, mode, ssl_ca))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        sqlx::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = Redacted {
            scheme: "mysql",
            user: Some(self.get_username()),
            hosts: canonical::host_or_socket(self.get_socket(), self.get_host(), self.get_port()),
            database: self.get_database(),
            tls: match self.get_ssl_mode() {
                MySqlSslMode::Disabled => "off",
                MySqlSslMode::Preferred => "prefer",
                MySqlSslMode::Required => "require",
                MySqlSslMode::VerifyCa => "verify-ca",
                MySqlSslMode::VerifyIdentity => "verify-full",
            },
        };
        write!(f, "{redacted}")
    }
}

driver!(MySql, _ => Backend::MySql);
password_driver!(MySql, MySqlSslMode::Required);
