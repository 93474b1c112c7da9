//! Logs in to a server, and asks it for an answer.

use std::time::{Duration, Instant};

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionInfo, ErrorKind, FromRedisValue, ProtocolVersion,
    RedisConnectionInfo, RedisError, Value, cmd,
};

use crate::connect::error::ConnectError;
use crate::connect::finality::{is_final_io, is_final_text};
use crate::connect::pong::Pong;
use crate::connect::redis::{is_final_reply, server};

/// Logs in on a connection of its own, and asks the server.
///
/// It sends the password itself: the client reports only that the login failed, also if the server is full.
pub(in crate::clients) async fn login(info: &ConnectionInfo, limit: Duration) -> Result<Pong, ConnectError> {
    let settings = info.redis_settings();
    let without_login = RedisConnectionInfo::default().set_skip_set_lib_name();
    let client = Client::open(info.clone().set_redis_settings(without_login)).map_err(failed)?;
    let limits = AsyncConnectionConfig::new().set_connection_timeout(Some(limit)).set_response_timeout(Some(limit));
    let connection = client.get_multiplexed_async_connection_with_config(&limits).await;
    let mut connection = connection.map_err(failed)?;
    let is_resp3 = matches!(settings.protocol(), ProtocolVersion::RESP3);
    match (settings.password(), settings.username()) {
        (Some(password), user) if is_resp3 => {
            let user = user.unwrap_or("default");
            run(&mut connection, cmd("HELLO").arg(3).arg("AUTH").arg(user).arg(password)).await?;
        }
        (Some(password), Some(user)) => {
            let logged_in = send::<Value>(&mut connection, cmd("AUTH").arg(user).arg(password)).await;
            match logged_in {
                // Before Redis 6 there were no users. The client then leaves out the user.
                Err(error) if error.detail().is_some_and(|text| text.contains("wrong number of arguments")) => {
                    run(&mut connection, cmd("AUTH").arg(password)).await?;
                }
                logged_in => drop(logged_in.map_err(failed)?),
            }
        }
        (Some(password), None) => run(&mut connection, cmd("AUTH").arg(password)).await?,
        // To connect without the password succeeds, but no command does.
        (None, _) => run(&mut connection, &cmd("PING")).await?,
    }
    if settings.db() != 0 {
        run(&mut connection, cmd("SELECT").arg(settings.db())).await?;
    }
    ask(&mut connection).await.map_err(failed)
}

async fn run(connection: &mut MultiplexedConnection, command: &Cmd) -> Result<(), ConnectError> {
    send::<Value>(connection, command).await.map(drop).map_err(failed)
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

pub(in crate::clients) fn failed(error: RedisError) -> ConnectError {
    let is_final = match error.kind() {
        ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig | ErrorKind::RESP3NotSupported => true,
        // Of redis with native-tls, a failed handshake is a text.
        ErrorKind::Io => is_final_io(&error) || is_final_text(&error.to_string()),
        ErrorKind::Client => is_final_text(&error.to_string()),
        _ => is_final_reply(error.code().unwrap_or_default(), error.detail().unwrap_or_default()),
    };
    ConnectError::client(error, is_final)
}
