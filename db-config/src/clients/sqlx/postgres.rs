use std::fmt;

use super::connect::driver;
use super::rotate::password_driver;
use super::sqlx::postgres::{PgConnectOptions, PgSslMode};
use crate::capabilities::Capabilities;
use crate::clients::common::one_server;
use crate::clients::redacted::Redacted;
use crate::clients::sqlx::checks::check_postgres;
use crate::clients::sqlx::with_tls;
use crate::clients::{canonical, sqlx};
use crate::error::UrlError;
use crate::libpq;
use crate::resolved::{Postgres, Secret};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{RootCertificate, TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::percent::encode;
use db_config_syntax::{Backend, Backends};

/// Supports sqlx 0.9 (feature `sqlx-postgres`) and sqlx 0.8 (feature `sqlx-0_8-postgres`).
///
/// libpq's defaults fill in the parts that the URL leaves out. db-config reads `PGHOST` and the like, and keeps sqlx from
/// reading them.
///
/// sqlx trusts a CA certificate in addition to the public CAs. So with a CA certificate `require` becomes `verify-full`,
/// and an explicit `verify-ca` is an error.
impl FromDatabaseUrl for PgConnectOptions {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = sqlx::POSTGRES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (postgres, tls) = (Postgres::resolve(url)?, sqlx::tls(url));
        check_postgres(url, &postgres, &tls, "sqlx")?;
        let Postgres {
            servers,
            user,
            password,
            database,
            tls: _,             // its own
            ssl_negotiation: _, // not supported, with a warning
            channel_binding: _, // checked, as is the next one
            target_session_attrs: _,
            load_balance_hosts: _, // not supported, with a warning, as is the next one
            keepalives: _,
            session,
            behind_pooler,
            statement_cache,
            pool: _,     // in `PoolOptions`
            timeouts: _, // in `PoolOptions`
            libpq: _,    // checked
        } = postgres;
        let server = one_server(url, "sqlx", &servers)?;
        let mut options = with_startup_options(url, sqlx::options(&session))?
            .port(server.port.unwrap_or(libpq::PORT))
            .username(&user)
            // An empty password keeps sqlx from reading `PGPASSWORD`.
            .password(password.map_or("", Secret::expose_secret))
            .database(&database);
        let host = sqlx::host(server);
        options = if server.is_socket { options.socket(&*host) } else { options.host(&host) };
        if let Some(name) = sqlx::application_name(&session) {
            options = options.application_name(name);
        }
        if behind_pooler {
            // PgBouncer refuses this startup parameter.
            options = options.extra_float_digits(None);
        }
        if let Some(capacity) = statement_cache {
            options = options.statement_cache_capacity(capacity.value as usize);
        }
        let mode = match tls.mode() {
            TlsMode::Off => PgSslMode::Disable,
            TlsMode::Prefer => PgSslMode::Prefer,
            TlsMode::Require => PgSslMode::Require,
            TlsMode::VerifyCa => PgSslMode::VerifyCa,
            TlsMode::VerifyFull => PgSslMode::VerifyFull,
        };
        Ok(with_tls!(options, tls, mode, ssl_root_cert))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        sqlx::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = Redacted {
            scheme: "postgres",
            user: Some(self.get_username()),
            hosts: canonical::host_or_socket(self.get_socket(), self.get_host(), self.get_port()),
            database: self.get_database(),
            tls: match self.get_ssl_mode() {
                PgSslMode::Disable => "off",
                PgSslMode::Allow => "allow",
                PgSslMode::Prefer => "prefer",
                PgSslMode::Require => "require",
                PgSslMode::VerifyCa => "verify-ca",
                PgSslMode::VerifyFull => "verify-full",
            },
        };
        write!(f, "{redacted}")
    }
}

/// Returns sqlx's defaults with libpq's `options`, which no setter accepts as they are written. Each constructor of sqlx
/// reads variables: a setter overwrites each of them, or `check_postgres` has rejected it.
fn with_startup_options(url: &DatabaseUrl, options: Option<String>) -> Result<PgConnectOptions, UrlError> {
    let Some(options) = options else { return Ok(PgConnectOptions::new_without_pgpass()) };
    // The empty password keeps sqlx from the password file.
    let text = format!("postgres://localhost?password=&options={}", encode(&options));
    text.parse().map_err(|error| url.rejected_by("sqlx", error))
}

driver!(Postgres, _ => Backend::Postgres);
password_driver!(Postgres, PgSslMode::Require);
