//! The pools of r2d2 and bb8, whose manager is a `Client`.
//!
//! redis implements the traits of the managers with its features `r2d2` and `bb8`, which the application enables.

use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use redis::{Client, Connection, ConnectionInfo, RedisError, cmd};

use super::commands::{
    answered, auth, failed, info_of_server, is_final, knows_no_users, no_provider, pong, select, without_arguments,
    without_login,
};
use crate::connect::error::ConnectError;
use crate::connect::managed::{AsyncManager, BlockingManager};
use crate::connect::pong::Pong;

impl BlockingManager<Connection> for Client {
    fn probe(&self, limit: Duration) -> Option<Result<Pong, ConnectError>> {
        let answer = catch_unwind(AssertUnwindSafe(|| log_in(self.get_connection_info(), limit)));
        Some(answer.map_err(|_| no_provider()).and_then(|answer| answer.map_err(failed)))
    }

    fn ping(connection: &mut Connection) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        Ok(ask(connection)?)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        error.downcast_ref().is_some_and(is_final)
    }
}

/// Logs in on a connection of its own, and asks the server, as `login` does on an async connection.
fn log_in(info: &ConnectionInfo, limit: Duration) -> Result<Pong, RedisError> {
    let mut connection = Client::open(without_login(info))?.get_connection_with_timeout(limit)?;
    connection.set_read_timeout(Some(limit))?;
    connection.set_write_timeout(Some(limit))?;
    if let Some([login, without_user]) = auth(info.redis_settings()) {
        match login.exec(&mut connection) {
            Err(error) if knows_no_users(&error) => without_user.exec(&mut connection)?,
            logged_in => logged_in.map_err(without_arguments)?,
        }
    }
    if let Some(select) = select(info.redis_settings()) {
        select.exec(&mut connection)?;
    }
    ask(&mut connection)
}

fn ask(connection: &mut Connection) -> Result<Pong, RedisError> {
    let start = Instant::now();
    answered(cmd("PING").query(connection))?;
    let round_trip = start.elapsed();
    Ok(pong(round_trip, info_of_server().query(connection)))
}

/// redis has these connections only with a feature that both of these enable.
#[cfg(any(feature = "redis-1-connection-manager", feature = "deadpool-redis-0_23"))]
impl AsyncManager<redis::aio::MultiplexedConnection> for Client {
    async fn probe(&self, limit: Duration) -> Option<Result<Pong, ConnectError>> {
        Some(super::login::login(self.get_connection_info(), limit).await)
    }

    async fn ping(connection: &mut redis::aio::MultiplexedConnection) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        Ok(super::login::ask(connection).await?)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        error.downcast_ref().is_some_and(is_final)
    }
}
