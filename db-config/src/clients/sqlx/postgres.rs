use std::fmt;
use std::sync::OnceLock;

use super::sqlx::postgres::{PgConnectOptions, PgSslMode};
use crate::clients::canonical;
use crate::clients::shown::{Shown, has_password};
use crate::clients::sqlx::rules::{self, SqlxPostgres};
use crate::error::UrlError;
use crate::{Backends, Carries, DatabaseUrl, FromDatabaseUrl, RootCertificate, TlsMode, TlsModes, TlsPlan};
use db_config_syntax::percent::encode;

/// Made with the client's setters. What the URL leaves out is filled in as libpq does, and never from sqlx's own
/// reading of `PGHOST` and the like. sqlx trusts a root certificate in addition to the public CAs, so `require` with one
/// becomes `verify-full`, and an explicit `verify-ca` is rejected.
impl FromDatabaseUrl for PgConnectOptions {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CARRIES: Carries = Carries::STATEMENT_CACHE.or(Carries::STATEMENT_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let SqlxPostgres {
            host,
            port,
            user,
            password,
            database,
            tls,
            application_name,
            options,
            behind_pooler,
            statement_cache,
            pool: _, // `PoolOptions` carries it
        } = rules::postgres(url, "sqlx")?;
        let mut settings =
            with_options(url, options)?.port(port).username(&user).password(password).database(&database);
        settings = if host.starts_with('/') { settings.socket(&*host) } else { settings.host(&host) };
        if let Some(name) = application_name {
            settings = settings.application_name(name);
        }
        if behind_pooler {
            // A startup parameter that PgBouncer refuses.
            settings = settings.extra_float_digits(None);
        }
        if let Some(capacity) = statement_cache {
            settings = settings.statement_cache_capacity(capacity as usize);
        }
        Ok(with_tls(settings, &tls))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        rules::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let socket = self.get_socket().map(|socket| socket.to_string_lossy());
        let shown = Shown {
            scheme: "postgres",
            user: Some(self.get_username()),
            has_password: has_password(self),
            hosts: match &socket {
                Some(socket) => canonical::host(socket, None),
                None => canonical::host(self.get_host(), Some(self.get_port())),
            },
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
        write!(f, "{shown}")
    }
}

/// The settings that sqlx starts with, made once: it looks for sockets and users and reads its variables each time, and
/// what it finds is overwritten here. Settings that hold something no setter can undo are not kept.
fn new() -> PgConnectOptions {
    static NEW: OnceLock<PgConnectOptions> = OnceLock::new();
    if let Some(new) = NEW.get() {
        return new.clone();
    }
    let new = PgConnectOptions::new_without_pgpass();
    match rules::is_ambient() {
        true => new,
        false => NEW.get_or_init(|| new).clone(),
    }
}

/// No setter takes libpq's `options` as they are written.
fn with_options(url: &DatabaseUrl, options: Option<String>) -> Result<PgConnectOptions, UrlError> {
    let Some(options) = options else { return Ok(new()) };
    let text = format!("postgres://localhost?password=&options={}", encode(&options));
    text.parse().map_err(|error| url.refused("sqlx", error))
}

fn with_tls(settings: PgConnectOptions, tls: &TlsPlan) -> PgConnectOptions {
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    let mut settings = settings.ssl_mode(match mode {
        TlsMode::Off => PgSslMode::Disable,
        TlsMode::Prefer => PgSslMode::Prefer,
        TlsMode::Require => PgSslMode::Require,
        TlsMode::VerifyCa => PgSslMode::VerifyCa,
        TlsMode::VerifyFull => PgSslMode::VerifyFull,
    });
    if let Some(file) = root_certificate.as_ref().and_then(RootCertificate::file) {
        settings = settings.ssl_root_cert(file);
    }
    if let (Some(certificate), Some(key)) = (client_certificate, client_key) {
        settings = settings.ssl_client_cert(certificate).ssl_client_key(key);
    }
    settings
}
