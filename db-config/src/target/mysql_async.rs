use mysql_async::{Opts, OptsBuilder, PoolConstraints, PoolOpts, SslOpts};

use super::mysql_async_text;
use crate::error::UrlError;
use crate::keys::Key;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, TlsMode};

const CLIENT: &str = "mysql_async";

/// Made with the client's setters, the pool's part of the URL included. The Unix socket is used where
/// the URL names it, and not, as mysql_async does by itself, where a server on a loopback address
/// names one.
///
/// Where the URL asks for TLS, the application needs a TLS feature of mysql_async, which else panics as it
/// connects.
impl FromDatabaseUrl for Opts {
    const SCHEMES: &'static [&'static str] = Backend::MySql.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        use Key::*;
        url.carries(CLIENT, &[StatementCache, PreparedStatements, Charset, Collation, TimeZone])?;
        url.lacks(CLIENT, &[AcquireTimeout])?;
        let host = mysql_async_text::host(url, CLIENT)?;
        let mut options = OptsBuilder::default()
            .user(url.username())
            .pass(url.password())
            .db_name(url.database())
            .prefer_socket(false)
            .ssl_opts(tls(url))
            .pool_opts(pool(url)?)
            .setup(setup(url)?);
        if host.is_socket() {
            options = options.socket(Some(host.name()));
        } else if !host.name().is_empty() {
            options = options.ip_or_hostname(host.name());
        }
        if let Some(port) = host.port() {
            options = options.tcp_port(port);
        }
        if let Some(size) = url.statement_cache() {
            options = options.stmt_cache_size(size as usize);
        }
        Ok(options.into())
    }
}

fn tls(url: &DatabaseUrl) -> Option<SslOpts> {
    let tls = url.tls();
    let options = SslOpts::default();
    let options = match tls.mode() {
        TlsMode::Off | TlsMode::Prefer => return None,
        TlsMode::Require => options.with_danger_accept_invalid_certs(true).with_danger_skip_domain_validation(true),
        TlsMode::VerifyCa => options.with_danger_skip_domain_validation(true),
        TlsMode::VerifyFull => options,
    };
    Some(match tls.root_file() {
        Some(file) => options.with_root_certs(vec![file.to_owned().into()]).with_disable_built_in_roots(true),
        None => options,
    })
}

fn pool(url: &DatabaseUrl) -> Result<PoolOpts, UrlError> {
    let mut options = PoolOpts::default();
    let (min, max) = url.pool_sizes()?;
    let default = options.constraints();
    let max = max.map_or(default.max(), |max| max as usize);
    let min = min.map_or(default.min().min(max), |min| min as usize);
    let constraints = PoolConstraints::new(min, max).ok_or_else(|| {
        let what = format!("a pool of at least {min} connections without a maximum, which is {max}");
        url.not_carried(CLIENT, &what, url.parts().query).with_remedy("add `max_connections`")
    })?;
    options = options.with_constraints(constraints);
    if let Some(timeout) = url.limit(Key::IdleTimeout).flatten() {
        options = options.with_inactive_connection_ttl(timeout);
    }
    Ok(options.with_abs_conn_ttl(url.limit(Key::MaxLifetime).flatten()))
}

/// What other clients do for these keys as they connect: mysql_async has no words for them.
fn setup(url: &DatabaseUrl) -> Result<Vec<String>, UrlError> {
    let quoted = |key, fallback: Option<&'static str>| match url.value(key).or(fallback) {
        // Quoting depends on the server's SQL mode.
        Some(value) if value.contains(['\'', '\\']) => Err(url
            .error(crate::ProblemKind::Value, url.parts().query)
            .with_message("a quote in the name of a setting")),
        value => Ok(value.map(|value| format!("'{value}'"))),
    };
    let collation = quoted(Key::Collation, None)?;
    let charset = quoted(Key::Charset, collation.as_ref().map(|_| "utf8mb4"))?;
    let collation = collation.map_or(String::new(), |collation| format!(" COLLATE {collation}"));
    let names = charset.map(|charset| format!("SET NAMES {charset}{collation}"));
    let zone = quoted(Key::TimeZone, None)?.map(|zone| format!("SET time_zone = {zone}"));
    Ok(names.into_iter().chain(zone).collect())
}
