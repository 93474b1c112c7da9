use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{ChannelBinding, LoadBalanceHosts, SslMode, SslNegotiation, TargetSessionAttrs};

use super::tokio_postgres_text::{check, is_direct, positive, word};
use crate::error::UrlError;
use crate::keys::Key;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, TlsMode, defaults};

/// Made with the client's setters. What the URL leaves out is filled in as libpq does it.
///
/// It says whether to encrypt (`verify-ca` and `verify-full` included); whom to trust is the other
/// half, which tokio-postgres leaves to the connector of its `connect`: build that one from the
/// [`TlsPlan`](crate::TlsPlan) of the same URL: the field's type is `(Config, TlsPlan)`. `sslnegotiation=direct` wants ALPN
/// `postgresql` of it.
impl FromDatabaseUrl for Config {
    const SCHEMES: &'static [&'static str] = Backend::Postgres.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        check(url, "tokio-postgres")?;
        let user = defaults::postgres_user(url);
        let mut config = Config::new();
        config.dbname(url.database().unwrap_or(&user)).user(&user);
        for host in url.hosts() {
            config.host(defaults::postgres_host(host)).port(host.port().unwrap_or(defaults::POSTGRES_PORT));
            if let Some(address) = host.address() {
                config.hostaddr(address);
            }
        }
        if let Some(password) = url.password() {
            config.password(password);
        }
        if let Some(name) = url.application_name() {
            config.application_name(name);
        }
        if let Some(options) = url.options() {
            config.options(options);
        }
        connection(url, &mut config);
        server(url, &mut config);
        Ok(config)
    }
}

fn connection(url: &DatabaseUrl, config: &mut Config) {
    let seconds = |key| positive(url, key).map(|seconds| Duration::from_secs(seconds.into()));
    if let Some(timeout) = seconds(Key::ConnectTimeout) {
        config.connect_timeout(timeout);
    }
    if let Some(keepalives) = url.boolean(Key::Keepalives) {
        config.keepalives(keepalives);
    }
    if let Some(idle) = seconds(Key::KeepalivesIdle) {
        config.keepalives_idle(idle);
    }
    if let Some(interval) = seconds(Key::KeepalivesInterval) {
        config.keepalives_interval(interval);
    }
    if let Some(count) = positive(url, Key::KeepalivesCount) {
        config.keepalives_retries(count);
    }
    if let Some(milliseconds) = positive(url, Key::TcpUserTimeout) {
        config.tcp_user_timeout(Duration::from_millis(milliseconds.into()));
    }
}

fn server(url: &DatabaseUrl, config: &mut Config) {
    config.ssl_mode(match url.tls().mode() {
        TlsMode::Off => SslMode::Disable,
        TlsMode::Prefer => SslMode::Prefer,
        TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => SslMode::Require,
    });
    if is_direct(url) {
        config.ssl_negotiation(SslNegotiation::Direct);
    }
    match word(url, Key::ChannelBinding).as_deref() {
        Some("disable") => config.channel_binding(ChannelBinding::Disable),
        Some("require") => config.channel_binding(ChannelBinding::Require),
        _ => config,
    };
    match word(url, Key::TargetSessionAttrs).as_deref() {
        Some("read-write") => config.target_session_attrs(TargetSessionAttrs::ReadWrite),
        Some("read-only") => config.target_session_attrs(TargetSessionAttrs::ReadOnly),
        _ => config,
    };
    if word(url, Key::LoadBalanceHosts).as_deref() == Some("random") {
        config.load_balance_hosts(LoadBalanceHosts::Random);
    }
}
