use super::sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use crate::error::UrlError;
use crate::keys::Key;
use crate::target::sqlx_text;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, TlsMode};

/// Made with the client's setters.
impl FromDatabaseUrl for MySqlConnectOptions {
    const SCHEMES: &'static [&'static str] = Backend::MySql.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        let host = sqlx_text::mysql_host(url, "sqlx")?;
        let mut options = MySqlConnectOptions::new();
        if host.is_socket() {
            options = options.socket(host.name());
        } else if !host.name().is_empty() {
            options = options.host(host.name());
        }
        if let Some(port) = host.port() {
            options = options.port(port);
        }
        if let Some(user) = url.username() {
            options = options.username(user);
        }
        if let Some(password) = url.password() {
            options = options.password(password);
        }
        if let Some(database) = url.database() {
            options = options.database(database);
        }
        if let Some(capacity) = url.statement_cache() {
            options = options.statement_cache_capacity(capacity as usize);
        }
        if let Some(charset) = url.value(Key::Charset) {
            options = options.charset(charset);
        }
        if let Some(collation) = url.value(Key::Collation) {
            options = options.collation(collation);
        }
        if let Some(zone) = url.value(Key::TimeZone) {
            options = options.timezone(zone.to_owned());
        }
        Ok(tls(url, options))
    }
}

fn tls(url: &DatabaseUrl, options: MySqlConnectOptions) -> MySqlConnectOptions {
    let tls = url.tls();
    let mut options = options.ssl_mode(match tls.mode() {
        TlsMode::Off => MySqlSslMode::Disabled,
        TlsMode::Prefer => MySqlSslMode::Preferred,
        TlsMode::Require => MySqlSslMode::Required,
        TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
        TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
    });
    if let Some(file) = tls.root_file() {
        options = options.ssl_ca(file);
    }
    if let (Some(certificate), Some(key)) = (tls.client_certificate(), tls.client_key()) {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    options
}
