//! How SQLite, libpq and Diesel's MySQL connection read a URL, according to their manuals and source code. The C
//! libraries are not linked here.

use std::str::FromStr;

use db_config::TlsMode;

use super::{Reading, message};
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

/// libpq 17's parameters (<https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-PARAMKEYWORDS>).
#[rustfmt::skip]
const LIBPQ_KEYS: &[&str] = &[
    "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "require_auth", "channel_binding",
    "connect_timeout", "client_encoding", "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "replication", "gssencmode",
    "sslmode", "requiressl", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslpassword", "sslcertmode",
    "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "requirepeer", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "krbsrvname", "gsslib", "gssdelegation", "service", "target_session_attrs",
    "load_balance_hosts",
];

pub(super) fn libpq(text: &str) -> Result<Reading, String> {
    let query = text.split_once('?').map_or("", |(_, query)| query);
    let mut mode = None;
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
        match (key.as_str(), value.as_str()) {
            ("sslmode", "disable" | "allow") => mode = Some(TlsMode::Off),
            ("sslmode", "prefer") => mode = Some(TlsMode::Prefer),
            ("sslmode", "require") => mode = Some(TlsMode::Require),
            ("sslmode", "verify-ca") => mode = Some(TlsMode::VerifyCa),
            ("sslmode", "verify-full") => mode = Some(TlsMode::VerifyFull),
            ("sslmode", value) => return Err(format!("invalid sslmode value: {value:?}")),
            ("sslrootcert", "system") => mode = mode.or(Some(TlsMode::VerifyFull)),
            _ => {}
        }
    }
    Ok(Reading::Server(mode.unwrap_or(TlsMode::Prefer)))
}

/// Follows `ConnectionOptions::parse` of Diesel's MySQL connection. Without `ssl_mode`, the C library prefers TLS.
pub(super) fn diesel_mysql(text: &str) -> Result<Reading, String> {
    let url = sqlx::any::AnyConnectOptions::from_str(text).map_err(message)?.database_url;
    let mut mode = TlsMode::Prefer;
    for (key, value) in url.query_pairs() {
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
        0 | 1 => Ok(Reading::Server(mode)),
        _ => Err("a path of several segments".to_owned()),
    }
}
