mod certificates;
mod commands;
#[cfg(feature = "redis-1-connection-manager")]
mod connect;
#[cfg(feature = "redis-1-connection-manager")]
mod credentials;
#[cfg(any(feature = "redis-1-connection-manager", feature = "deadpool-redis-0_23"))]
pub(super) mod login;
mod pools;

use std::fmt;

use redis::{Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo, ProtocolVersion, RedisConnectionInfo};

use super::canonical;
use super::common::{REDIS_TLS_MODES, one_server, reject_redis_tls_mode, resolve_redis, shown_redis_user, without_tls};
use super::redacted::Redacted;
use crate::error::UrlError;
use crate::resolved::{Redis, RedisProtocol, Server};
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backends;

const CLIENT: &str = "redis";

/// Supports redis 1 (feature `redis`), including certificates.
///
/// TLS needs a TLS feature of redis, such as `tokio-rustls-comp`, and the mode `require` (`rediss://...#insecure`) with
/// rustls its feature `tls-rustls-insecure`. A certificate is read when the configuration is loaded.
impl FromDatabaseUrl for ConnectionInfo {
    const BACKENDS: Backends = Backends::REDIS;
    const TLS_MODES: TlsModes = REDIS_TLS_MODES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let info = info(url, companions, CLIENT)?;
        let tls = url.tls();
        match tls.mode() == TlsMode::Off || (tls.root_file().is_none() && tls.client_certificate().is_none()) {
            true => Ok(info),
            false => certificates::add(info, tls, CLIENT),
        }
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_redacted(self.addr(), self.redis_settings(), f)
    }
}

/// Supports redis 1 (feature `redis`), like `ConnectionInfo`. It does not connect.
impl FromDatabaseUrl for Client {
    const BACKENDS: Backends = Backends::REDIS;
    const TLS_MODES: TlsModes = REDIS_TLS_MODES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let info = ConnectionInfo::from_database_url_with(url, companions)?;
        Self::open(info).map_err(|error| url.rejected_by(CLIENT, &error))
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get_connection_info().fmt_redacted(f)
    }
}

/// Returns the options without the certificates.
pub(super) fn info(url: &DatabaseUrl, companions: Companions, client: &str) -> Result<ConnectionInfo, UrlError> {
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
    let server = server(url, client, &servers)?;
    let addr = address(url, client, server, tls)?;
    let mut settings = RedisConnectionInfo::default().set_db(database.into());
    if let Some(password) = password {
        settings = settings.set_password(password.expose_secret());
        // Without a password, the client does not send the user.
        if let Some(user) = user {
            settings = settings.set_username(user);
        }
    }
    if let Some(protocol) = protocol {
        settings = settings.set_protocol(match protocol.value {
            RedisProtocol::Resp2 => ProtocolVersion::RESP2,
            RedisProtocol::Resp3 => ProtocolVersion::RESP3,
        });
    }
    let info = addr.into_connection_info().map_err(|error| url.rejected_by(client, &error))?;
    Ok(info.set_redis_settings(settings))
}

/// Returns the only server.
fn server<'s, 'a>(url: &DatabaseUrl, client: &str, servers: &'s [Server<'a>]) -> Result<&'s Server<'a>, UrlError> {
    one_server(url, client, servers).map_err(|error| {
        error.with_help(
            "use one host. For a cluster, use the field type `DatabaseUrl` and pass its hosts to the client's cluster \
             type, such as `redis::cluster::ClusterClient`",
        )
    })
}

fn address(url: &DatabaseUrl, client: &str, server: &Server<'_>, tls: &TlsPlan) -> Result<ConnectionAddr, UrlError> {
    let Server { host, is_socket, address: _, port } = server;
    if *is_socket {
        return Ok(ConnectionAddr::Unix(host.to_string().into()));
    }
    let host = match &**host {
        "" => "localhost".to_owned(),
        // The client refuses to connect to them.
        wildcard @ ("0.0.0.0" | "::") => {
            let error = url.unsupported(client, format!("the host `{wildcard}`"), UrlPart::Hosts);
            return Err(error.with_help("use `localhost`, or the address of the server"));
        }
        host => host.to_owned(),
    };
    let port = port.unwrap_or_default();
    if tls.mode() == TlsMode::Off {
        return Ok(ConnectionAddr::Tcp(host, port));
    }
    reject_redis_tls_mode(url, tls, client)?;
    let insecure = tls.mode() == TlsMode::Require;
    let address = ConnectionAddr::TcpTls { host, port, insecure, tls_params: None };
    match address.is_supported() {
        true => Ok(address),
        false => Err(without_tls(url, tls, client, "`tokio-rustls-comp` or `tokio-native-tls-comp`")),
    }
}

fn fmt_redacted(address: &ConnectionAddr, settings: &RedisConnectionInfo, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (hosts, tls) = match address {
        ConnectionAddr::Tcp(host, port) => (canonical::host(host, Some(*port)), "off"),
        ConnectionAddr::TcpTls { host, port, insecure, .. } => {
            (canonical::host(host, Some(*port)), if *insecure { "require" } else { "verify-full" })
        }
        ConnectionAddr::Unix(path) => (canonical::host(&path.to_string_lossy(), None), "off"),
        _ => return f.write_str("a Redis address"),
    };
    let database = settings.db().to_string();
    let redacted = Redacted {
        scheme: "redis",
        user: shown_redis_user(settings.username()),
        hosts,
        database: Some(&database),
        tls,
    };
    write!(f, "{redacted}")
}
