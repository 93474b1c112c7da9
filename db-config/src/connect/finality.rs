//! Decides which errors of a server `wait` does not wait out: the wrong password stays wrong.

use std::error::Error;
use std::io;

/// Returns whether another attempt cannot succeed after this SQLSTATE of a PostgreSQL or MySQL server.
///
/// PostgreSQL's are in <https://www.postgresql.org/docs/current/errcodes-appendix.html>, MySQL's in
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html>.
pub(crate) fn is_final_state(state: &str, message: &str) -> bool {
    match state {
        // A wrong password or user.
        _ if state.starts_with("28") => true,
        // MySQL's unknown database, and no access to it; but also too many connections of one user.
        "42000" => !FULL.iter().any(|text| message.contains(text)),
        // An unknown database; no access to it; parameters that the server does not know.
        "3D000" | "42501" | "42704" | "22023" => true,
        _ => is_final_text(message),
    }
}

/// The texts of MySQL for a user with too many connections.
const FULL: [&str; 2] = ["max_user_connections", "has exceeded the"];

/// The English texts of causes that stay, for clients that report only a text.
const FINAL: [&str; 21] = [
    // PostgreSQL
    "authentication failed",
    "no pg_hba.conf entry",
    "pg_hba.conf rejects",
    "no password supplied",
    "role \"",
    "permission denied for database",
    "unrecognized configuration parameter",
    // PgBouncer, which has the SQLSTATE 08P01 for everything
    "unsupported startup parameter",
    "no such user",
    "no such database",
    "auth failed",
    // libpq and sqlx
    "does not support SSL",
    "does not support TLS",
    "certificate",
    // MySQL
    "Access denied",
    "Unknown database",
    "is not allowed to connect",
    "does not support authentication protocol",
    "SSL is required",
    "server does not have this capability",
    // a database of PostgreSQL; a file or a socket also does not exist, but may later
    "database \"",
];

/// Returns whether the text names a cause that stays.
pub(crate) fn is_final_text(text: &str) -> bool {
    FINAL.iter().filter(|known| text.contains(*known)).any(|known| match known.ends_with('"') {
        true => text.contains("\" does not exist"),
        false => true,
    })
}

/// Returns whether a cause of the error is an I/O error that stays: a certificate that cannot be verified, or a socket
/// that this process must not open. An unknown host may be known later, as in a compose file.
pub(crate) fn is_final_io(error: &(dyn Error + 'static)) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, PermissionDenied};
    std::iter::successors(Some(error), |&error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| matches!(error.kind(), InvalidData | InvalidInput | PermissionDenied))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_starting_server_is_waited_for() {
        for (state, message) in [
            ("57P03", "the database system is starting up"),
            ("53300", "sorry, too many clients already"),
            ("08P01", "server login failed: FATAL the database system is starting up"),
            ("08P01", "server login has been failing, try again later (server_login_retry)"),
            ("08P01", "no more connections allowed (max_client_conn)"),
            ("08P01", "pgbouncer cannot connect to server"),
            ("42000", "User 'app' has exceeded the 'max_user_connections' resource (current value: 1)"),
            ("42000", "User app already has more than 'max_user_connections' active connections"),
            ("08004", "Too many connections"),
            ("08S01", "Server shutdown in progress"),
        ] {
            assert!(!is_final_state(state, message), "{state} {message}");
        }
        for text in [
            "connection to server at \"localhost\" (::1), port 1 failed: Connection refused",
            "could not translate host name \"db\" to address: Name or service not known",
            "connection to server on socket \"/tmp/.s.PGSQL.1\" failed: No such file or directory",
            "FATAL:  the database system is starting up",
        ] {
            assert!(!is_final_text(text), "{text}");
        }
    }

    #[test]
    fn a_wrong_password_is_final() {
        for (state, message) in [
            ("28P01", "password authentication failed for user \"app\""),
            ("28000", "Access denied for user 'app'@'localhost' (using password: YES)"),
            ("3D000", "database \"nope\" does not exist"),
            ("42000", "Unknown database 'nope'"),
            ("HY000", "Host '10.0.0.1' is not allowed to connect to this MariaDB server"),
            ("08P01", "no such user: nope"),
            ("08P01", "no such database: nope"),
            ("08P01", "SASL authentication failed"),
        ] {
            assert!(is_final_state(state, message), "{state} {message}");
        }
        for text in [
            "connection to server failed: FATAL:  password authentication failed for user \"app\"",
            "FATAL:  role \"nope\" does not exist",
            "FATAL:  database \"nope\" does not exist",
            "server does not support SSL, but SSL was required",
            "SSL error: certificate verify failed",
        ] {
            assert!(is_final_text(text), "{text}");
        }
    }

    #[test]
    fn an_unverified_certificate_is_final_at_any_depth() {
        #[derive(Debug)]
        struct Outer(io::Error);
        impl std::fmt::Display for Outer {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("outer")
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.0)
            }
        }
        let of = |kind| Outer(io::Error::new(kind, "text"));
        assert!(is_final_io(&of(io::ErrorKind::InvalidData)) && !is_final_io(&of(io::ErrorKind::ConnectionRefused)));
        assert!(!is_final_io(&of(io::ErrorKind::UnexpectedEof)));
    }
}
