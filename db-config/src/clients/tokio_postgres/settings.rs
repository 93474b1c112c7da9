use std::fmt;

use tokio_postgres::Config;
use tokio_postgres::config as client;

use super::rules::{self, TokioPostgres};
use crate::clients::canonical;
use crate::clients::shown::Shown;
use crate::error::UrlError;
use crate::resolved::{ChannelBinding, LoadBalanceHosts, Server, TargetSessionAttrs};
use crate::{Backends, Carries, DatabaseUrl, FromDatabaseUrl, TlsMode, TlsModes, TlsPlan, libpq};

const CLIENT: &str = "tokio-postgres";

/// Made with the client's setters. What the URL leaves out is filled in as libpq does.
///
/// `Config` has the modes `disable`, `prefer` and `require`, and holds no certificates: tokio-postgres leaves the
/// verification to the connector that `connect` takes. Give the field the type `(Config, TlsPlan)`, and build the
/// connector from that [`TlsPlan`](crate::TlsPlan); for `sslnegotiation=direct` it must offer ALPN `postgresql`. Alone,
/// `Config` rejects certificates, `verify-ca` and `verify-full` of the URL and of an attribute. Those of an environment
/// variable are a warning.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::VERIFYING);
    const CARRIES: Carries = Carries::CONNECT_TIMEOUT.or(Carries::STATEMENT_TIMEOUT);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let TokioPostgres {
            servers,
            user,
            password,
            database,
            tls,
            negotiates_directly,
            channel_binding,
            target_session_attrs,
            load_balance_hosts,
            connect_timeout,
            keepalives,
            keepalives_idle,
            keepalives_interval,
            keepalives_retries,
            tcp_user_timeout,
            application_name,
            options,
            pool: _, // there is none
        } = rules::postgres(url, rules::tls, CLIENT)?;
        let mut config = Config::new();
        config.dbname(&*database).user(&*user);
        for Server { host, is_socket: _, address, port } in servers {
            config.host(&*host).port(port.unwrap_or(libpq::PORT));
            if let Some(address) = address {
                config.hostaddr(address);
            }
        }
        if let Some(password) = password {
            config.password(password);
        }
        config.ssl_mode(match tls {
            TlsMode::Off => client::SslMode::Disable,
            TlsMode::Prefer => client::SslMode::Prefer,
            TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => client::SslMode::Require,
        });
        if negotiates_directly {
            config.ssl_negotiation(client::SslNegotiation::Direct);
        }
        match channel_binding {
            Some(ChannelBinding::Disable) => config.channel_binding(client::ChannelBinding::Disable),
            Some(ChannelBinding::Require) => config.channel_binding(client::ChannelBinding::Require),
            Some(ChannelBinding::Prefer) | None => &mut config,
        };
        match target_session_attrs {
            Some(TargetSessionAttrs::ReadWrite) => config.target_session_attrs(client::TargetSessionAttrs::ReadWrite),
            Some(TargetSessionAttrs::ReadOnly) => config.target_session_attrs(client::TargetSessionAttrs::ReadOnly),
            _ => &mut config, // `rules` has refused the others
        };
        if load_balance_hosts == Some(LoadBalanceHosts::Random) {
            config.load_balance_hosts(client::LoadBalanceHosts::Random);
        }
        if let Some(timeout) = connect_timeout {
            config.connect_timeout(timeout.value);
        }
        if let Some(keepalives) = keepalives {
            config.keepalives(keepalives);
        }
        if let Some(idle) = keepalives_idle {
            config.keepalives_idle(idle);
        }
        if let Some(interval) = keepalives_interval {
            config.keepalives_interval(interval);
        }
        if let Some(retries) = keepalives_retries {
            config.keepalives_retries(retries);
        }
        if let Some(timeout) = tcp_user_timeout {
            config.tcp_user_timeout(timeout.value);
        }
        if let Some(name) = application_name {
            config.application_name(name);
        }
        if let Some(options) = options {
            config.options(options);
        }
        Ok(config)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        rules::held_tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports = self.get_ports();
        let hosts = self.get_hosts().iter().enumerate().map(|(i, host)| {
            let port = ports.get(i).or(ports.first()).copied();
            match host {
                client::Host::Tcp(name) => canonical::host(name, port),
                #[cfg(unix)]
                client::Host::Unix(folder) => canonical::host(&folder.to_string_lossy(), port),
            }
        });
        let shown = Shown {
            scheme: "postgres",
            user: self.get_user(),
            has_password: self.get_password().is_some(),
            hosts: hosts.collect::<Vec<_>>().join(","),
            database: self.get_dbname(),
            tls: match self.get_ssl_mode() {
                client::SslMode::Disable => "off",
                client::SslMode::Prefer => "prefer",
                _ => "require",
            },
        };
        write!(f, "{shown}")
    }
}
