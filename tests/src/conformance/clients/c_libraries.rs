//! How SQLite, libpq and Diesel's MySQL connection read a URL, according to their manuals and source code. The C
//! libraries are not linked here.

use std::collections::BTreeMap;
use std::str::FromStr;

use db_config::TlsMode;

use super::{Reading, Server, at, message};
use crate::conformance::paths::plain;

/// Returns the file that SQLite opens for a name, with its flag for URIs (<https://www.sqlite.org/uri.html>).
pub(super) fn opened(name: &str) -> Result<Reading, String> {
    let Some(uri) = name.strip_prefix("file:") else {
        return Ok(if name.is_empty() || name == ":memory:" { Reading::Memory } else { Reading::File(plain(name)) });
    };
    let uri = uri.split('#').next().unwrap_or_default();
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let path = match path.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !["", "localhost"].contains(&authority) {
                return Err(format!("invalid uri authority: {authority}"));
            }
            path
        }
        None => path,
    };
    let in_memory = ["", ":memory:"].contains(&path) || query.split('&').any(|pair| pair == "mode=memory");
    Ok(if in_memory { Reading::Memory } else { Reading::File(plain(decode(path))) })
}

/// Decodes percent escapes. A `%` without two hexadecimal digits stays.
pub(in super::super) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => (bytes, rest) = ([bytes, vec![byte]].concat(), &behind[2..]),
            None => (bytes, rest) = ([bytes, vec![first]].concat(), behind),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// libpq 18's parameters (<https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS>).
#[rustfmt::skip]
const LIBPQ_KEYS: &[&str] = &[
    "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "require_auth", "channel_binding",
    "connect_timeout", "client_encoding", "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "replication", "gssencmode",
    "sslmode", "requiressl", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslpassword", "sslcertmode",
    "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "requirepeer", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "krbsrvname", "gsslib", "gssdelegation", "service", "target_session_attrs",
    "load_balance_hosts", "min_protocol_version", "max_protocol_version", "scram_client_key", "scram_server_key",
    "sslkeylogfile", "servicefile", "oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope",
];

/// `conninfo_uri_parse_options` of libpq.
pub(super) fn libpq(text: &str) -> Result<Reading, String> {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let (userinfo, rest) = match rest.find(['@', '/']).filter(|end| rest[*end..].starts_with('@')) {
        Some(end) => (&rest[..end], &rest[end + 1..]),
        None => ("", rest),
    };
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (servers, database) = address.split_once('/').unwrap_or((address, ""));
    let server = |server: &str| {
        let colon = server.rfind(':').filter(|colon| !server[*colon..].contains(']'));
        colon.map_or((server.to_owned(), String::new()), |colon| {
            (server[..colon].to_owned(), server[colon + 1..].to_owned())
        })
    };
    let (hosts, ports): (Vec<String>, Vec<String>) = servers.split(',').map(server).unzip();
    let user = userinfo.split(':').next().unwrap_or_default();
    let mut values: BTreeMap<String, String> = [
        ("host", hosts.join(",")),
        ("port", ports.join(",")),
        ("user", user.to_owned()),
        ("dbname", database.to_owned()),
    ]
    .map(|(key, value)| (key.to_owned(), decode(&value)))
    .into();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').ok_or_else(|| format!("missing key/value separator in {pair:?}"))?;
        if value.contains('=') {
            return Err(format!("extra key/value separator in {key:?}"));
        }
        let (key, value) = match (decode(key).as_str(), decode(value)) {
            // "Special keyword handling for improved JDBC compatibility."
            ("ssl", value) if value == "true" => ("sslmode".to_owned(), "require".to_owned()),
            (key, value) => (key.to_owned(), value),
        };
        if !LIBPQ_KEYS.contains(&key.as_str()) {
            return Err(format!("invalid URI query parameter: {key:?}"));
        }
        values.insert(key, value);
    }
    let value = |key: &str| values.get(key).map(String::as_str).filter(|value| !value.is_empty());
    let mode = match (value("sslmode"), value("sslrootcert")) {
        (Some("disable" | "allow"), _) => TlsMode::Off,
        (None, Some("system")) | (Some("verify-full"), _) => TlsMode::VerifyFull,
        (None | Some("prefer"), _) => TlsMode::Prefer,
        (Some("require"), _) => TlsMode::Require,
        (Some("verify-ca"), _) => TlsMode::VerifyCa,
        (Some(other), _) => return Err(format!("invalid sslmode value: {other:?}")),
    };
    let ports: Vec<&str> = value("port").unwrap_or_default().split(',').collect();
    let port = |i: usize| ports.get(if ports.len() == 1 { 0 } else { i }).filter(|port| !port.is_empty());
    let hosts = value("hostaddr").or(value("host")).unwrap_or_default().split(',');
    let hosts = hosts.enumerate().map(|(i, host)| at(host, port(i).unwrap_or(&"5432"))).collect();
    Ok(Reading::Server(Server::postgres(mode, hosts, value("user"), value("dbname"))))
}

/// Follows `ConnectionOptions::parse` of Diesel's MySQL connection. Without `ssl_mode`, the C library prefers TLS.
pub(super) fn diesel_mysql(text: &str) -> Result<Reading, String> {
    let url = sqlx::any::AnyConnectOptions::from_str(text).map_err(message)?.database_url;
    let (mut mode, mut socket) = (TlsMode::Prefer, None);
    for (key, value) in url.query_pairs() {
        if key == "unix_socket" {
            socket = Some(value.clone().into_owned());
        }
        mode = match (&*key, &*value.to_lowercase()) {
            ("ssl_mode", "disabled") => TlsMode::Off,
            ("ssl_mode", "preferred") => TlsMode::Prefer,
            ("ssl_mode", "required") => TlsMode::Require,
            ("ssl_mode", "verify_ca") => TlsMode::VerifyCa,
            ("ssl_mode", "verify_identity") => TlsMode::VerifyFull,
            ("ssl_mode", _) => return Err("unknown ssl_mode".to_owned()),
            ("database", _) => return Err("a key `database`".to_owned()),
            _ => mode,
        };
    }
    match url.path_segments().map_or(0, Iterator::count) {
        0 | 1 => {
            let host = at(url.host_str().unwrap_or("localhost"), url.port().unwrap_or(3306));
            let database = url.path().trim_start_matches('/');
            let user = decode(url.username());
            Ok(Reading::Server(Server::mysql(mode, socket.unwrap_or(host), Some(&user), Some(database))))
        }
        _ => Err("a path of several segments".to_owned()),
    }
}
