//! Logs in to a server, and asks it for an answer.

use std::time::{Duration, Instant};

use ::redis::aio::{ConnectionLike, MultiplexedConnection};
use ::redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ConnectionInfo, ErrorKind, FromRedisValue, ProtocolVersion,
    RedisConnectionInfo, RedisError, RetryMethod, Value, cmd,
};

use crate::connect::error::ConnectError;
use crate::connect::finality::is_final_text;
use crate::connect::pong::Pong;
use crate::connect::redis::{self, is_final_reply, server};
use crate::connect::rotate::{Target, caught};
use crate::connect::{Connect, Connectable};
use crate::error::UrlError;

/// Logs in on a connection of its own, and asks the server.
///
/// It sends the password itself: the client reports only that the login failed, also if the server is full.
pub(in crate::clients) async fn login(info: &ConnectionInfo, limit: Duration) -> Result<Pong, ConnectError> {
    let mut connection = connect(info, limit).await?;
    log_in(&mut connection, info.redis_settings()).await.map_err(failed)?;
    ask(&mut connection).await.map_err(failed)
}

/// Opens a connection without a login.
pub(super) async fn connect(info: &ConnectionInfo, limit: Duration) -> Result<MultiplexedConnection, ConnectError> {
    let client = Client::open(without_login(info)).map_err(failed)?;
    let limits = AsyncConnectionConfig::new().set_connection_timeout(Some(limit)).set_response_timeout(Some(limit));
    let connected = caught(client.get_multiplexed_async_connection_with_config(&limits)).await;
    connected.ok_or_else(no_provider)?.map_err(failed)
}

/// Returns the error of a client that panicked. rustls does if it cannot choose a cryptography provider.
fn no_provider() -> ConnectError {
    let error = UrlError::new("redis panicked, probably because no rustls `CryptoProvider` is installed");
    error.with_help("call `rustls::crypto::ring::default_provider().install_default()` at the start of `main`").into()
}

/// Returns the options of connections that are not logged in.
pub(in crate::clients) fn without_login(info: &ConnectionInfo) -> ConnectionInfo {
    info.clone().set_redis_settings(RedisConnectionInfo::default().set_skip_set_lib_name())
}

/// Logs in on a new connection without a login, and selects the database.
pub(in crate::clients) async fn log_in(
    connection: &mut MultiplexedConnection,
    settings: &RedisConnectionInfo,
) -> Result<(), RedisError> {
    let is_resp3 = matches!(settings.protocol(), ProtocolVersion::RESP3);
    let logged_in: Result<Value, RedisError> = match (settings.password(), settings.username()) {
        (Some(password), user) if is_resp3 => {
            let user = user.unwrap_or("default");
            send(connection, cmd("HELLO").arg(3).arg("AUTH").arg(user).arg(password)).await
        }
        (Some(password), Some(user)) => match send(connection, cmd("AUTH").arg(user).arg(password)).await {
            // Before Redis 6 there were no users. The client then leaves out the user.
            Err(error) if error.detail().is_some_and(|text| text.contains("wrong number of arguments")) => {
                send(connection, cmd("AUTH").arg(password)).await
            }
            logged_in => logged_in,
        },
        (Some(password), None) => send(connection, cmd("AUTH").arg(password)).await,
        // The next command tells whether the server needs a password.
        (None, _) => Ok(Value::Nil),
    };
    logged_in?;
    if settings.db() != 0 {
        send::<Value>(connection, cmd("SELECT").arg(settings.db())).await?;
    }
    Ok(())
}

/// Asks the server for an answer and its version. A user may lack the right to either.
pub(in crate::clients) async fn ask(connection: &mut (impl ConnectionLike + Send)) -> Result<Pong, RedisError> {
    let start = Instant::now();
    match send::<Value>(connection, &cmd("PING")).await {
        // A user with only the rights to some commands has logged in.
        Err(error) if error.code() == Some("NOPERM") => {}
        answer => drop(answer?),
    }
    let round_trip = start.elapsed();
    let info = send::<String>(connection, cmd("INFO").arg("server")).await.ok();
    Ok(Pong::new(round_trip, info.as_deref().and_then(server), None))
}

async fn send<T: FromRedisValue>(
    connection: &mut (impl ConnectionLike + Send),
    command: &Cmd,
) -> Result<T, RedisError> {
    command.query_async(connection).await
}

/// Returns whether the server refuses the password.
pub(in crate::clients) fn is_refused(error: &RedisError) -> bool {
    // before Redis 6
    error.code() == Some("WRONGPASS") || error.detail() == Some("invalid password")
}

/// Returns the server and the user that a provider's password is for.
pub(in crate::clients) fn target<P: Connectable>(
    connect: &Connect<P>,
    info: &ConnectionInfo,
) -> Result<Target, ConnectError> {
    let settings = info.redis_settings();
    let (host, port) = match info.addr() {
        ConnectionAddr::Tcp(host, port) => {
            redis::check_plaintext(connect, host)?;
            (host.clone(), *port)
        }
        ConnectionAddr::TcpTls { host, port, .. } => (host.clone(), *port),
        ConnectionAddr::Unix(path) => (path.display().to_string(), 0),
        _ => (String::new(), 0),
    };
    let user = settings.username().or(connect.user_without_password()).unwrap_or("default").to_owned();
    Ok(Target { host, port, user, database: settings.db().to_string() })
}

pub(in crate::clients) fn failed(error: RedisError) -> ConnectError {
    let is_final = match error.kind() {
        ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig | ErrorKind::RESP3NotSupported => true,
        // The I/O error itself is private. A certificate that cannot be verified is a text; a socket that this process must
        // not open is not repeated.
        ErrorKind::Io => is_final_text(&error.to_string()) || matches!(error.retry_method(), RetryMethod::NoRetry),
        ErrorKind::Client => is_final_text(&error.to_string()),
        _ => is_final_reply(error.code().unwrap_or_default(), error.detail().unwrap_or_default()),
    };
    ConnectError::client(error, is_final)
}
