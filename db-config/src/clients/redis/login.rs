//! Logs in to a server, and asks it for an answer.

use std::time::{Duration, Instant};

use ::redis::aio::{ConnectionLike, MultiplexedConnection};
use ::redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ConnectionInfo, FromRedisValue, RedisConnectionInfo,
    RedisError, Value, cmd,
};

use super::commands::{answered, auth, info_of_server, knows_no_users, no_provider, pong, select, without_arguments};
pub(in crate::clients) use super::commands::{failed, without_login};
use crate::connect::error::ConnectError;
use crate::connect::pong::Pong;
use crate::connect::redis;
use crate::connect::rotate::{Target, caught};
use crate::connect::{Connect, Connectable};

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

/// Logs in on a new connection without a login, and selects the database.
pub(in crate::clients) async fn log_in(
    connection: &mut MultiplexedConnection,
    settings: &RedisConnectionInfo,
) -> Result<(), RedisError> {
    if let Some([login, without_user]) = auth(settings) {
        match send::<Value>(connection, &login).await {
            Err(error) if knows_no_users(&error) => send::<Value>(connection, &without_user).await?,
            logged_in => logged_in.map_err(without_arguments)?,
        };
    }
    if let Some(select) = select(settings) {
        send::<Value>(connection, &select).await?;
    }
    Ok(())
}

/// Asks the server for an answer and its version. A user may lack the right to either.
pub(in crate::clients) async fn ask(connection: &mut (impl ConnectionLike + Send)) -> Result<Pong, RedisError> {
    let start = Instant::now();
    answered(send(connection, &cmd("PING")).await)?;
    let round_trip = start.elapsed();
    Ok(pong(round_trip, send(connection, &info_of_server()).await))
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
