use super::sqlx::postgres::{PgConnectOptions, PgSslMode};
use crate::error::UrlError;
use crate::target::sqlx_text;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, TlsMode, defaults};

/// Made with the client's setters. What the URL leaves out is filled in as libpq does it, and never
/// from sqlx's own reading of `PGHOST` and its like.
impl FromDatabaseUrl for PgConnectOptions {
    const SCHEMES: &'static [&'static str] = Backend::Postgres.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        let (name, port) = sqlx_text::postgres_host(url, "sqlx")?;
        let user = defaults::postgres_user(url);
        let mut options = with_options(url)?
            .port(port)
            .username(&user)
            .password(url.password().unwrap_or_default())
            .database(url.database().unwrap_or(&user));
        options = if name.starts_with('/') { options.socket(name) } else { options.host(&name) };
        if let Some(name) = url.application_name().or(sqlx_text::unless_set("PGAPPNAME")) {
            options = options.application_name(name);
        }
        if let Some(capacity) = url.statement_cache() {
            options = options.statement_cache_capacity(capacity as usize);
        }
        Ok(tls(url, options))
    }
}

/// libpq's `options` have no setter that takes them as they are written.
fn with_options(url: &DatabaseUrl) -> Result<PgConnectOptions, UrlError> {
    match sqlx_text::postgres_options(url)? {
        None => Ok(PgConnectOptions::new_without_pgpass()),
        Some(options) => {
            let text = sqlx_text::options_url(&options);
            text.parse().map_err(|error| url.refused("sqlx", error))
        }
    }
}

fn tls(url: &DatabaseUrl, options: PgConnectOptions) -> PgConnectOptions {
    let tls = url.tls();
    let mut options = options.ssl_mode(match tls.mode() {
        TlsMode::Off => PgSslMode::Disable,
        TlsMode::Prefer => PgSslMode::Prefer,
        TlsMode::Require => PgSslMode::Require,
        TlsMode::VerifyCa => PgSslMode::VerifyCa,
        TlsMode::VerifyFull => PgSslMode::VerifyFull,
    });
    if let Some(file) = tls.root_file() {
        options = options.ssl_root_cert(file);
    }
    if let (Some(certificate), Some(key)) = (tls.client_certificate(), tls.client_key()) {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    options
}
