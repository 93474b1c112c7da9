//! The answers of a Redis server: those that end `wait`, and its version. Plaintext passwords.

use super::error::ConnectError;
use super::{Connect, Connectable};
use crate::error::UrlError;
use crate::tls::{HostKind, TlsMode, TlsReason};

/// Returns whether another attempt cannot succeed after this error reply to a login, to `SELECT` or to `PING`.
///
/// A reply begins with a code in capitals, which is `ERR` for most errors.
pub(crate) fn is_final_reply(code: &str, message: &str) -> bool {
    match code {
        // A wrong or missing password; no rights; no support of RESP3; a server that accepts only local connections.
        "NOAUTH" | "WRONGPASS" | "NOPERM" | "NOPROTO" | "DENIED" => true,
        "ERR" => FINAL.iter().any(|known| message.contains(known)),
        _ => false,
    }
}

/// The texts of causes that stay. Redis does not translate them.
const FINAL: [&str; 7] = [
    "any password configured",
    // before Redis 6
    "no password is set",
    "invalid password",
    "DB index is out of range",
    "invalid DB index",
    "SELECT is not allowed",
    "unknown command",
];

/// Returns the name and the version from the answer to `INFO server`.
pub(crate) fn server(info: &str) -> Option<String> {
    let value = |key: &str| info.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    // Valkey also has the version of Redis that it is compatible with.
    let named = [("valkey_version", "Valkey"), ("redis_version", "Redis")];
    let (version, name) = named.into_iter().find_map(|(key, name)| Some((value(key)?, name)))?;
    Some(format!("{name} {}", version.trim()))
}

/// Returns an error if the password of a provider would reach a public host in plaintext, only because the scheme is `redis`.
pub(crate) fn check_plaintext<P: Connectable>(connect: &Connect<P>, host: &str) -> Result<(), ConnectError> {
    let is_of_scheme = matches!(connect.tls_plan().reason().decider(), TlsReason::Scheme(_));
    if is_of_scheme && HostKind::from_host(host, false, false).mode() == TlsMode::Require {
        let error = UrlError::new(format!("the password of a provider needs TLS for the host `{host}`"));
        return Err(error.with_help("use `rediss://`, or add `tls=false` if the network is trusted").into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_password_is_final() {
        for (code, message) in [
            ("NOAUTH", "Authentication required."),
            ("WRONGPASS", "invalid username-password pair or user is disabled."),
            ("NOPERM", "User app has no permissions to run the 'ping' command"),
            ("NOPROTO", "unsupported protocol version"),
            ("DENIED", "Redis is running in protected mode"),
            ("ERR", "AUTH <password> called without any password configured for the default user."),
            ("ERR", "Client sent AUTH, but no password is set"),
            ("ERR", "invalid password"),
            ("ERR", "DB index is out of range"),
            ("ERR", "SELECT is not allowed in cluster mode"),
            ("ERR", "unknown command 'HELLO'"),
        ] {
            assert!(is_final_reply(code, message), "{code} {message}");
        }
    }

    #[test]
    fn a_starting_server_is_waited_for() {
        for (code, message) in [
            ("LOADING", "Redis is loading the dataset in memory"),
            ("MASTERDOWN", "Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
            ("CLUSTERDOWN", "The cluster is down"),
            ("MISCONF", "Redis is configured to save RDB snapshots"),
            ("ERR", "max number of clients reached"),
        ] {
            assert!(!is_final_reply(code, message), "{code} {message}");
        }
    }

    #[test]
    fn the_server_is_named() {
        let redis = "# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n";
        assert_eq!(server(redis).as_deref(), Some("Redis 7.0.15"));
        let valkey = "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n";
        assert_eq!(server(valkey).as_deref(), Some("Valkey 8.0.1"));
        assert_eq!(server("# Server\r\n"), None);
    }
}
