//! Opens a pool of deadpool-redis.

use std::time::Duration;

use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime};
use redis::ConnectionInfo;

use crate::capabilities::Capabilities;
use crate::clients::redis::login::{ask, failed, login};
use crate::connect::error::ConnectError;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::unanswered::Unanswered;
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::sealed::Sealed;
use crate::target::pool_settings::PoolSettings;

impl Sealed for Pool {}

/// Opens a pool of deadpool-redis 0.23 (feature `deadpool-redis`).
#[diagnostic::do_not_recommend]
impl Connectable for Pool {
    type Settings = (ConnectionInfo, PoolSettings);
    type Mode = Async;
    const UNSUPPORTED: Capabilities =
        Capabilities::MIN_CONNECTIONS.union(Capabilities::IDLE_TIMEOUT).union(Capabilities::MAX_LIFETIME);

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async { Self::open_lazy(connect) })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        let (info, _) = connect.settings();
        Box::pin(login(info, limit))
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let connection = self.get().await.map_err(|error| match error {
                PoolError::Backend(error) => failed(error),
                error => ConnectError::client(error, false),
            })?;
            progress.acquired();
            let mut connection = Unanswered::new(connection, |it| drop(Connection::take(it)));
            let answer = ask(&mut *connection).await;
            connection.answered();
            answer.map_err(failed)
        })
    }
}

impl ConnectLazy for Pool {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let (info, pool) = connect.settings();
        let manager = Manager::new(info.clone()).map_err(failed)?;
        let builder = Self::builder(manager).config(pool.deadpool_only()).runtime(Runtime::Tokio1);
        builder.build().map_err(|error| ConnectError::client(error, true))
    }
}
