//! Opens a pool of deadpool-redis.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use deadpool_redis::{Connection, Hook, HookError, Manager, Pool, PoolError, Runtime};
use redis::aio::MultiplexedConnection;
use redis::{ConnectionInfo, ProtocolVersion, RedisConnectionInfo, RedisError};

use crate::capabilities::Capabilities;
use crate::clients::redis::login::{ask, failed, is_refused, log_in, login, target, without_login};
use crate::connect::error::ConnectError;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::rotate::{ANSWER, AsSource, Password, Passwords, Rotates, Target};
use crate::connect::unanswered::Unanswered;
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::error::UrlError;
use crate::sealed::Sealed;
use crate::target::pool_settings::PoolSettings;

impl Sealed for Pool {}

/// Opens a pool of deadpool-redis 0.23 (feature `deadpool-redis`).
#[diagnostic::do_not_recommend]
impl Connectable for Pool {
    type Settings = (ConnectionInfo, PoolSettings);
    type Mode = Async;
    const MAY_HAVE_PROVIDER: bool = true;
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
                PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => failed(error),
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
        let passwords = connect.passwords();
        let info_of_manager = if passwords.is_some() { without_login(info) } else { info.clone() };
        let manager = Manager::new(info_of_manager).map_err(failed)?;
        let mut builder = Self::builder(manager).config(pool.deadpool_only()).runtime(Runtime::Tokio1);
        if let Some(passwords) = passwords {
            builder = builder.post_create(logs_in(info.redis_settings().clone(), Arc::clone(passwords)));
        }
        builder.build().map_err(|error| ConnectError::client(error, true))
    }
}

impl Rotates for Pool {
    type Opened = Self;

    fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
        let (info, _) = connect.settings();
        if matches!(info.redis_settings().protocol(), ProtocolVersion::RESP3) {
            let error = UrlError::new("deadpool-redis does not support `protocol=3` with a password provider");
            return Err(error.with_help("remove `protocol=3`").into());
        }
        target(connect, info)
    }

    /// No TLS mode of a Redis URL is `prefer`.
    fn rotate(connect: &mut Connect<Self>, _: &Arc<Passwords>, _: bool) {
        if let Some(user) = connect.user_without_password().map(str::to_owned) {
            let (info, _) = connect.settings_mut();
            *info = info.clone().set_redis_settings(info.redis_settings().clone().set_username(user));
        }
    }

    fn set_password((info, _): &mut Self::Settings, password: &str) {
        let settings = info.redis_settings().clone().set_password(password);
        *info = info.clone().set_redis_settings(settings);
    }

    fn opened(pool: Self, _: Arc<Passwords>) -> Result<Self, ConnectError> {
        Ok(pool)
    }
}

/// Returns the hook that logs in on each new connection with a password of the provider.
fn logs_in(settings: RedisConnectionInfo, passwords: Arc<Passwords>) -> Hook {
    Hook::async_fn(move |connection, _| {
        let (settings, passwords) = (settings.clone(), Arc::clone(&passwords));
        Box::pin(async move { log_in_with(connection, settings, &passwords).await.map_err(HookError::Backend) })
    })
}

/// Logs in. If the server refuses a cached password, it asks for a new one.
async fn log_in_with(
    connection: &mut MultiplexedConnection,
    settings: RedisConnectionInfo,
    passwords: &Passwords,
) -> Result<(), RedisError> {
    loop {
        let Password { text, is_cached } =
            passwords.get(ANSWER).await.map_err(|error| RedisError::from(io::Error::other(AsSource(error))))?;
        match log_in(connection, &settings.clone().set_password(&text)).await {
            Err(error) if is_cached && is_refused(&error) => passwords.forget(&text),
            logged_in => return logged_in,
        }
    }
}
