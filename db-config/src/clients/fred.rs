mod connect;
mod credentials;
mod socket;
#[cfg_attr(feature = "fred-10-rustls", path = "fred/rustls.rs")]
#[cfg_attr(not(feature = "fred-10-rustls"), path = "fred/default_tls.rs")]
mod tls;

use std::fmt;
use std::time::Duration;

use fred::types::RespVersion;
use fred::types::config::{Config, ConnectionConfig, Server, ServerConfig};

use super::canonical;
use super::common::{REDIS_TLS_MODES, one_server, reject_redis_tls_mode, resolve_redis, shown_redis_user};
use super::redacted::Redacted;
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::{Redis, RedisProtocol, Timeouts};
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::limits::longest;
use crate::tls::{TlsMode, TlsModes};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backends;

const CLIENT: &str = "fred";

/// The shortest limit of a login. It needs several round trips after the connection has been opened.
const SHORTEST_LOGIN: Duration = Duration::from_secs(2);

/// Supports fred 10 (feature `fred`).
///
/// TLS needs a TLS feature of fred. Certificates and the mode `require` need db-config's feature `fred-rustls`. A
/// certificate is read when the configuration is loaded. A Unix socket needs fred's feature `unix-sockets`.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::REDIS;
    const TLS_MODES: TlsModes = REDIS_TLS_MODES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let Redis {
            servers,
            user,
            password,
            database,
            protocol,
            tls,
            pool: _,     // not supported
            timeouts: _, // not supported
        } = resolve_redis(url, companions)?;
        let server = one_server(url, CLIENT, &servers).map_err(|error| {
            error.with_help(
                "use one host. For a cluster, use the field type `DatabaseUrl` and pass its hosts to \
                 `ServerConfig::new_clustered`",
            )
        })?;
        reject_redis_tls_mode(url, tls, CLIENT)?;
        let mut config = match tls.mode() {
            TlsMode::Off => Self::default(),
            _ => tls::config(url, tls)?,
        };
        config.server = match server.is_socket {
            true => socket::config(url, &server.host)?,
            false => {
                let host = if server.host.is_empty() { "localhost" } else { &*server.host };
                ServerConfig::new_centralized(host, server.port.unwrap_or_default())
            }
        };
        if let Some(password) = password {
            config.password = Some(password.expose_secret().to_owned());
            // Without a password, the client does not send the user.
            config.username = user.map(str::to_owned);
        }
        if database != 0 {
            let number = database.try_into().map_err(|_| {
                let parameter = url.query_pairs().map(|(name, _)| name).find(|name| ["db", "database"].contains(name));
                let part = parameter.map_or(UrlPart::Path, UrlPart::Parameter);
                let error = url.unsupported(CLIENT, format!("database {database}"), part);
                error.with_help("use a number up to 255")
            })?;
            config.database = Some(number);
        }
        if let Some(protocol) = protocol {
            if protocol.value == RedisProtocol::Resp3 {
                check_login(url, &config)?;
            }
            config.version = match protocol.value {
                RedisProtocol::Resp2 => RespVersion::RESP2,
                RedisProtocol::Resp3 => RespVersion::RESP3,
            };
        }
        Ok(config)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = |server: &Server| match self.server.is_unix_socket() {
            true => canonical::host(&server.host, None),
            false => canonical::host(&server.host, Some(server.port)),
        };
        let hosts: Vec<String> = self.server.hosts().iter().map(host).collect();
        let database = self.database.unwrap_or_default().to_string();
        let redacted = Redacted {
            scheme: "redis",
            user: shown_redis_user(self.username.as_deref()),
            hosts: hosts.join(","),
            database: Some(&database),
            // The connector does not show its mode.
            tls: if self.uses_tls() { "on" } else { "off" },
        };
        write!(f, "{redacted}")
    }
}

/// Rejects a login that the client does not send as one value each.
fn check_login(url: &DatabaseUrl, config: &Config) -> Result<(), UrlError> {
    let is_split = |value: &Option<String>| value.as_ref().is_some_and(|value| is_split_with_resp3(value));
    let part = match (is_split(&config.username), is_split(&config.password)) {
        (true, _) => UrlPart::Username,
        (_, true) => UrlPart::Password,
        _ => return Ok(()),
    };
    let what = "whitespace or quotation marks in the user name and the password with `protocol=3`";
    Err(url.unsupported(CLIENT, what, part).with_help("remove `protocol=3`, or change the user name or the password"))
}

/// Returns whether the client sends the value as several: with RESP3, it writes `HELLO` as a line of text.
fn is_split_with_resp3(value: &str) -> bool {
    value.contains(|c: char| c.is_ascii_whitespace() || c.is_ascii_control() || "\"'".contains(c))
}

/// Supports the options of fred's connections (feature `fred`).
impl FromDatabaseUrl for ConnectionConfig {
    const BACKENDS: Backends = Backends::REDIS;
    const TLS_MODES: TlsModes = REDIS_TLS_MODES;
    const CAPABILITIES: Capabilities = Capabilities::CONNECT_TIMEOUT;
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let Timeouts { connect, busy: _ } = Redis::resolve_without_password(url)?.timeouts;
        let mut config = Self::default();
        if let Some(limit) = longest(connect) {
            config.connection_timeout = limit;
            config.internal_command_timeout = limit.max(SHORTEST_LOGIN);
        }
        Ok(config)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} to connect", self.connection_timeout)
    }
}
