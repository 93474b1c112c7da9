//! The commands that log in and ask for an answer, and the meaning of the errors, for async and blocking connections.

use std::time::Duration;

use redis::{
    Cmd, ConnectionInfo, ErrorKind, ProtocolVersion, RedisConnectionInfo, RedisError, RetryMethod, Value, cmd,
};

use crate::connect::error::{self, ConnectError};
use crate::connect::finality::is_final_text;
use crate::connect::pong::Pong;
use crate::connect::redis::{is_final_reply, server};
use crate::error::UrlError;

/// Returns the options of connections that are not logged in.
pub(in crate::clients) fn without_login(info: &ConnectionInfo) -> ConnectionInfo {
    info.clone().set_redis_settings(RedisConnectionInfo::default().set_skip_set_lib_name())
}

/// Returns the error of a client that panicked. rustls does if it cannot choose a cryptography provider.
pub(super) fn no_provider() -> ConnectError {
    let error = UrlError::new("redis panicked, probably because no rustls `CryptoProvider` is installed");
    error.with_help("call `rustls::crypto::ring::default_provider().install_default()` at the start of `main`").into()
}

/// Returns the login, and that for a server that knows no users. Without a password, the next command tells whether the
/// server needs one.
pub(super) fn auth(settings: &RedisConnectionInfo) -> Option<[Cmd; 2]> {
    let (password, user) = (settings.password()?, settings.username());
    Some([user, None].map(|user| match settings.protocol() {
        ProtocolVersion::RESP3 => cmd("HELLO").arg(3).arg("AUTH").arg(user.unwrap_or("default")).arg(password).take(),
        _ => cmd("AUTH").arg(user).arg(password).take(),
    }))
}

/// Returns whether the server is older than Redis 6, which had no users. The client then leaves out the user.
pub(super) fn knows_no_users(error: &RedisError) -> bool {
    error.detail().is_some_and(|text| text.contains("wrong number of arguments"))
}

/// Removes the arguments from the error of a login: a server that does not know the command repeats them, with the password.
pub(super) fn without_arguments(error: RedisError) -> RedisError {
    match error.detail().map(|text| (text, error::without_arguments(text))) {
        Some((text, reply)) if text != reply => {
            (ErrorKind::InvalidClientConfig, "the server does not support the login", reply.to_owned()).into()
        }
        _ => error,
    }
}

/// Returns the command that selects the database.
pub(super) fn select(settings: &RedisConnectionInfo) -> Option<Cmd> {
    (settings.db() != 0).then(|| cmd("SELECT").arg(settings.db()).take())
}

/// Checks the answer to `PING`. A user with only the rights to some commands has logged in.
pub(super) fn answered(ping: Result<Value, RedisError>) -> Result<(), RedisError> {
    match ping {
        Err(error) if error.code() == Some("NOPERM") => Ok(()),
        answer => answer.map(drop),
    }
}

/// Returns the command that asks for the version.
pub(super) fn info_of_server() -> Cmd {
    cmd("INFO").arg("server").take()
}

/// Returns the answer of a server. A user may lack the right to `INFO`.
pub(super) fn pong(round_trip: Duration, info: Result<String, RedisError>) -> Pong {
    Pong::new(round_trip, info.ok().as_deref().and_then(server), None)
}

pub(in crate::clients) fn failed(error: RedisError) -> ConnectError {
    let is_final = is_final(&error);
    ConnectError::client(error, is_final)
}

/// Returns whether another attempt cannot succeed after this error.
pub(super) fn is_final(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig | ErrorKind::RESP3NotSupported => true,
        // The I/O error itself is private. A certificate that cannot be verified is a text; a socket that this process must
        // not open is not repeated.
        ErrorKind::Io => is_final_text(&error.to_string()) || matches!(error.retry_method(), RetryMethod::NoRetry),
        ErrorKind::Client => is_final_text(&error.to_string()),
        _ => is_final_reply(error.code().unwrap_or_default(), error.detail().unwrap_or_default()),
    }
}
