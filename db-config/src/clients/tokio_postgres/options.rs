use std::fmt;

use tokio_postgres::Config;
use tokio_postgres::config::{self, Host};

use super::checks::{check, check_certificates, tls};
use crate::capabilities::Capabilities;
use crate::clients::canonical;
use crate::clients::redacted::Redacted;
use crate::error::UrlError;
use crate::libpq;
use crate::resolved::{
    ChannelBinding, Keepalives, LoadBalanceHosts, Postgres, PostgresSession, Server, SslNegotiation,
    TargetSessionAttrs, Timeouts,
};
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::limits::nonzero;
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

const CLIENT: &str = "tokio-postgres";

/// Supports tokio-postgres 0.7 (feature `tokio-postgres`).
///
/// libpq's defaults fill in the parts that the URL leaves out.
///
/// `Config` holds no certificates: the connector that you pass to `connect` verifies the server. Use the field type
/// `(Config, TlsPlan)`, and build the connector from the [`TlsPlan`](crate::TlsPlan). For `sslnegotiation=direct` the
/// connector must offer the ALPN protocol `postgresql`.
///
/// `Config` alone rejects certificates, `verify-ca` and `verify-full` from the URL and from an attribute. From an
/// environment variable they are a warning.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::VERIFYING);
    const CAPABILITIES: Capabilities = Capabilities::CONNECT_TIMEOUT
        .union(Capabilities::STATEMENT_TIMEOUT)
        .union(Capabilities::CONNECTION_PARAMETERS)
        .union(Capabilities::NAMED_STATEMENTS);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        options(url, companions, CLIENT)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Self::tls_with(url, Companions::default())
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        tls(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let database = self.get_dbname();
        fmt_redacted(self.get_user(), self.get_hosts(), self.get_ports(), database, self.get_ssl_mode(), f)
    }
}

/// Returns the options for tokio-postgres, or for a client that is built on it.
pub(crate) fn options(url: &DatabaseUrl, companions: Companions, client: &str) -> Result<Config, UrlError> {
    let postgres = Postgres::resolve(url)?;
    check(url, &postgres, client)?;
    check_certificates(url, companions, client)?;
    let options = postgres.session.startup_options();
    let Postgres {
        servers,
        user,
        password,
        database,
        tls: _, // its own
        ssl_negotiation,
        channel_binding,
        target_session_attrs,
        load_balance_hosts,
        keepalives,
        session,
        behind_pooler: _,   // it adds no startup parameters
        statement_cache: _, // it has no cache
        pool: _,            // it has no pool
        timeouts,
        libpq: _, // checked
    } = postgres;
    let PostgresSession { application_name, options: _, search_path: _, statement_timeout: _ } = session;
    let Keepalives { enabled, idle, interval, count, user_timeout } = keepalives;
    let Timeouts { connect, busy: _ } = timeouts;
    let mut config = Config::new();
    config.dbname(&*database).user(&*user);
    for Server { host, is_socket: _, address, port } in servers {
        config.host(&*host).port(port.unwrap_or(libpq::PORT));
        if let Some(address) = address {
            config.hostaddr(address);
        }
    }
    if let Some(password) = password {
        config.password(password.expose_secret());
    }
    config.ssl_mode(match tls(url, companions).mode() {
        TlsMode::Off => config::SslMode::Disable,
        TlsMode::Prefer => config::SslMode::Prefer,
        TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => config::SslMode::Require,
    });
    if ssl_negotiation.is_some_and(|it| it.value == SslNegotiation::Direct) {
        config.ssl_negotiation(config::SslNegotiation::Direct);
    }
    match channel_binding.map(|it| it.value) {
        Some(ChannelBinding::Disable) => config.channel_binding(config::ChannelBinding::Disable),
        Some(ChannelBinding::Require) => config.channel_binding(config::ChannelBinding::Require),
        Some(ChannelBinding::Prefer) | None => &mut config,
    };
    match target_session_attrs.map(|it| it.value) {
        Some(TargetSessionAttrs::ReadWrite) => config.target_session_attrs(config::TargetSessionAttrs::ReadWrite),
        Some(TargetSessionAttrs::ReadOnly) => config.target_session_attrs(config::TargetSessionAttrs::ReadOnly),
        _ => &mut config, // `check` has rejected the others
    };
    if load_balance_hosts.is_some_and(|it| it.value == LoadBalanceHosts::Random) {
        config.load_balance_hosts(config::LoadBalanceHosts::Random);
    }
    if let Some(timeout) = nonzero(connect) {
        config.connect_timeout(timeout);
    }
    if let Some(enabled) = enabled {
        config.keepalives(enabled.value);
    }
    if let Some(idle) = nonzero(idle) {
        config.keepalives_idle(idle);
    }
    if let Some(interval) = nonzero(interval) {
        config.keepalives_interval(interval);
    }
    if let Some(count) = count.filter(|count| count.value > 0) {
        config.keepalives_retries(count.value);
    }
    if let Some(timeout) = nonzero(user_timeout) {
        config.tcp_user_timeout(timeout);
    }
    if let Some(name) = application_name {
        config.application_name(name.value);
    }
    if let Some(options) = options {
        config.options(options);
    }
    Ok(config)
}

/// Writes the redacted URL of these options.
pub(crate) fn fmt_redacted(
    user: Option<&str>,
    hosts: &[Host],
    ports: &[u16],
    database: Option<&str>,
    tls: config::SslMode,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let hosts = hosts.iter().enumerate().map(|(i, host)| {
        let port = ports.get(i).or(ports.first()).copied();
        match host {
            Host::Tcp(name) => canonical::host(name, port),
            #[cfg(unix)]
            Host::Unix(directory) => canonical::host(&directory.to_string_lossy(), port),
        }
    });
    let redacted = Redacted {
        scheme: "postgres",
        user,
        hosts: hosts.collect::<Vec<_>>().join(","),
        database,
        tls: match tls {
            config::SslMode::Disable => "off",
            config::SslMode::Prefer => "prefer",
            _ => "require",
        },
    };
    write!(f, "{redacted}")
}
