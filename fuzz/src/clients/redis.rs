use db_config::resolved::{Redis, RedisProtocol};
use db_config::{DatabaseUrl, TlsMode};
use fred::types::RespVersion;
use fred::types::config::Config as Fred;
use redis::{Client, ConnectionAddr, ConnectionInfo, ProtocolVersion};

use super::{Check, itself, only_host, pool, settings};
use crate::input::Input;
use crate::value::{Host, Parts, parts};

pub const CLIENTS: &[Check] = &[connection_info, client, deadpool, fred, pool::settings, itself];

const PORT: u16 = 6379;

/// Returns the only server, with the name that the clients use for an omitted host.
fn server(url: &DatabaseUrl) -> Host {
    let parts = parts(url).expect("db-config accepts the URL");
    let host = only_host(&parts, url).clone();
    if host.name.is_empty() { Host { name: "localhost".to_owned(), ..host } } else { host }
}

/// Returns the login. Without a password, the clients send no user.
fn login(url: &DatabaseUrl) -> (Option<String>, Option<String>) {
    let Parts { user, password, .. } = parts(url).expect("db-config accepts the URL");
    (user.filter(|_| password.is_some()), password)
}

fn protocol(url: &DatabaseUrl) -> RedisProtocol {
    let redis = Redis::resolve(url).expect("db-config accepts the URL");
    redis.protocol.map_or(RedisProtocol::Resp2, |param| param.value)
}

fn database(url: &DatabaseUrl) -> i64 {
    Redis::resolve(url).expect("db-config accepts the URL").database.into()
}

fn connection_info(url: &DatabaseUrl, input: &Input) {
    if let Some(info) = settings::<ConnectionInfo>(url, input) {
        check(&info, url);
    }
}

fn client(url: &DatabaseUrl, input: &Input) {
    if let Some(client) = settings::<Client>(url, input) {
        check(client.get_connection_info(), url);
    }
}

fn check(info: &ConnectionInfo, url: &DatabaseUrl) {
    let (host, mode) = match info.addr() {
        ConnectionAddr::Tcp(host, port) => (Host::new(host, *port), TlsMode::Off),
        ConnectionAddr::TcpTls { host, port, insecure, .. } => {
            (Host::new(host, *port), if *insecure { TlsMode::Require } else { TlsMode::VerifyFull })
        }
        ConnectionAddr::Unix(path) => (Host::new(path.to_str().expect("it is UTF-8"), PORT), TlsMode::Off),
        other => panic!("{other:?}"),
    };
    assert_eq!((host, mode), (server(url), url.tls().mode()), "{:?}", url.expose_secret());
    let settings = info.redis_settings();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    assert_eq!((owned(settings.username()), owned(settings.password())), login(url), "{:?}", url.expose_secret());
    assert_eq!(settings.db(), database(url), "{:?}", url.expose_secret());
    let is_resp3 = matches!(settings.protocol(), ProtocolVersion::RESP3);
    assert_eq!(is_resp3, protocol(url) == RedisProtocol::Resp3, "{:?}", url.expose_secret());
}

fn deadpool(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<deadpool_redis::Config>(url, input) else { return };
    let info = config.connection.expect("db-config sets the connection");
    check(&info.into(), url);
    let max = pool::options(url).max_connections.map(|param| param.value as usize);
    let actual = config.pool.as_ref().map(|pool| pool.max_size);
    assert!(max.is_none() || actual == max, "{:?}: {actual:?}", url.expose_secret());
}

fn fred(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<Fred>(url, input) else { return };
    // Built without TLS, it would connect without TLS.
    assert_eq!(url.tls().mode(), TlsMode::Off, "{:?}", url.expose_secret());
    let servers = config.server.hosts();
    let [actual] = &servers[..] else { panic!("{:?}: one of several hosts", url.expose_secret()) };
    let port = if config.server.is_unix_socket() { PORT } else { actual.port };
    assert_eq!(Host::new(&actual.host, port), server(url), "{:?}", url.expose_secret());
    assert_eq!((config.username, config.password), login(url), "{:?}", url.expose_secret());
    assert_eq!(config.database.unwrap_or(0), database(url) as u8, "{:?}", url.expose_secret());
    let is_resp3 = config.version == RespVersion::RESP3;
    assert_eq!(is_resp3, protocol(url) == RedisProtocol::Resp3, "{:?}", url.expose_secret());
}
