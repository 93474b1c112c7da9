//! Opens a connection manager of redis.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisConnectionInfo};

use super::credentials::{Credentials, FEWEST_RETRIES};
use super::login::{ask, failed, login, target};
use crate::capabilities::Capabilities;
use crate::clients::common::REDIS_TLS_MODES;
use crate::connect::error::ConnectError;
use crate::connect::mode::{Async, Mode};
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::rotate::{Passwords, Rotates, Target};
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::error::UrlError;
use crate::resolved::{Redis, Timeouts};
use crate::sealed::Sealed;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::limit;
use crate::tls::TlsModes;
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// The default limit of a connection of the manager, which repeats an attempt 6 times.
const DEFAULT: Duration = Duration::from_secs(1);

/// The limit of the only attempt to try the login, if that of the manager is not longer than its default.
const LOGIN: Duration = Duration::from_secs(10);

/// Returns the time limit of a connection to try the login.
fn login_limit(config: &ConnectionManagerConfig) -> Duration {
    config.connection_timeout().filter(|&limit| limit > DEFAULT).unwrap_or(LOGIN)
}

/// Supports the options of redis' connection manager (feature `redis-connection-manager`).
///
/// The default time limits of the client are short: 1 second for a connection, and 0.5 seconds for an answer.
impl FromDatabaseUrl for ConnectionManagerConfig {
    const BACKENDS: Backends = Backends::REDIS;
    const TLS_MODES: TlsModes = REDIS_TLS_MODES;
    const CAPABILITIES: Capabilities = Capabilities::CONNECT_TIMEOUT;
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let Timeouts { connect, busy: _ } = Redis::resolve_without_password(url)?.timeouts;
        Ok(match limit(connect) {
            Some(limit) => Self::new().set_connection_timeout(limit),
            None => Self::new(),
        })
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a connection manager")
    }
}

impl Sealed for ConnectionManager {}

/// Opens a connection manager of redis 1 (feature `redis-connection-manager`): one connection, which it opens again if it is
/// lost.
#[diagnostic::do_not_recommend]
impl Connectable for ConnectionManager {
    type Settings = (Client, ConnectionManagerConfig);
    type Mode = Async;
    const MAY_HAVE_PROVIDER: bool = true;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        let (client, config) = connect.settings();
        Box::pin(async {
            // The manager repeats a failed login for several seconds, and does not notice a missing password.
            <Async as Mode>::probe(connect, login_limit(config)).await?;
            Self::new_with_config(client.clone(), config.clone()).await.map_err(failed)
        })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        let (client, _) = connect.settings();
        Box::pin(login(client.get_connection_info(), limit))
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            progress.acquired();
            ask(&mut self.clone()).await.map_err(failed)
        })
    }
}

impl ConnectLazy for ConnectionManager {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let (client, config) = connect.settings();
        Self::new_lazy_with_config(client.clone(), config.clone()).map_err(failed)
    }
}

impl Rotates for ConnectionManager {
    type Opened = Self;

    fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
        let (client, _) = connect.settings();
        target(connect, client.get_connection_info())
    }

    /// No TLS mode of a Redis URL is `prefer`.
    fn rotate(connect: &mut Connect<Self>, passwords: &Arc<Passwords>, _: bool) {
        let user = connect.user_without_password().map(str::to_owned);
        let (client, config) = connect.settings_mut();
        change(client, |settings| match user {
            Some(user) => settings.set_username(user),
            None => settings,
        });
        let info = client.get_connection_info().clone();
        let credentials = Credentials::new(Arc::clone(passwords), info, login_limit(config));
        let retries = config.number_of_retries().max(FEWEST_RETRIES);
        *config = config.clone().set_number_of_retries(retries).set_credentials_provider(credentials);
    }

    fn set_password((client, _): &mut Self::Settings, password: &str) {
        change(client, |settings| settings.set_password(password));
    }

    fn opened(manager: Self, _: Arc<Passwords>) -> Result<Self, ConnectError> {
        Ok(manager)
    }
}

fn change(client: &mut Client, change: impl FnOnce(RedisConnectionInfo) -> RedisConnectionInfo) {
    let info = client.get_connection_info().clone();
    let settings = change(info.redis_settings().clone());
    // It cannot fail with the address of a client.
    if let Ok(changed) = Client::open(info.set_redis_settings(settings)) {
        *client = changed;
    }
}
