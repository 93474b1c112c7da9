//! Opens a client and a pool of fred.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use fred::clients::{Client, Pool};
use fred::error::{Error, ErrorKind};
use fred::interfaces::ClientLike;
use fred::types::config::{Config, ConnectionConfig, ReconnectPolicy};
use fred::types::{ConnectHandle, InfoKind, Value};

use super::credentials::Credentials;
use crate::capabilities::Capabilities;
use crate::connect::error::ConnectError;
use crate::connect::finality::is_final_text;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::redis::{self, is_final_reply, server};
use crate::connect::rotate::{ANSWER, Passwords, Rotates, Target};
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::sealed::Sealed;
use crate::target::pool_settings::PoolSettings;

impl Sealed for Client {}

/// Opens a client of fred 10 (feature `fred`): one connection, which it opens again if it is lost.
///
/// The connection stays open until you call `quit`.
#[diagnostic::do_not_recommend]
impl Connectable for Client {
    type Settings = (Config, ConnectionConfig);
    type Mode = Async;
    const MAY_HAVE_PROVIDER: bool = true;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async {
            let client = client(&with_passwords(connect, connect.settings(), true));
            connected(&client, || vec![client.connect()]).await?.run_on();
            Ok(client)
        })
    }

    fn probe(connect: &Connect<Self>, _: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        Box::pin(probe(with_passwords(connect, connect.settings(), false)))
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            progress.acquired();
            ask(self).await.map_err(failed)
        })
    }
}

impl ConnectLazy for Client {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let client = client(&lazy(connect.settings()));
        drop(client.connect());
        Ok(client)
    }
}

impl Sealed for Pool {}

/// Opens a pool of fred 10 (feature `fred`). Every connection of the pool is open from the start, 10 by default.
///
/// The connections stay open until you call `quit`.
#[diagnostic::do_not_recommend]
impl Connectable for Pool {
    type Settings = ((Config, ConnectionConfig), PoolSettings);
    type Mode = Async;
    const MAY_HAVE_PROVIDER: bool = true;
    const UNSUPPORTED: Capabilities = Capabilities::MIN_CONNECTIONS
        .union(Capabilities::ACQUIRE_TIMEOUT)
        .union(Capabilities::IDLE_TIMEOUT)
        .union(Capabilities::MAX_LIFETIME);

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async {
            let (options, size) = connect.settings();
            let pool = pool(&with_passwords(connect, options, true), size)?;
            connected(&pool, || pool.connect_pool()).await?.run_on();
            Ok(pool)
        })
    }

    fn probe(connect: &Connect<Self>, _: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        let (options, _) = connect.settings();
        Box::pin(probe(with_passwords(connect, options, false)))
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            progress.acquired();
            ask(self).await.map_err(failed)
        })
    }
}

impl ConnectLazy for Pool {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let (options, size) = connect.settings();
        let pool = pool(&lazy(options), size)?;
        drop(pool.connect_pool());
        Ok(pool)
    }
}

impl Rotates for Client {
    type Opened = Self;

    fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
        target(connect, connect.settings())
    }

    fn rotate(connect: &mut Connect<Self>, _: &Arc<Passwords>, _: bool) {
        let user = connect.user_without_password().map(str::to_owned);
        rotate(connect.settings_mut(), user);
    }

    fn opened(client: Self, _: Arc<Passwords>) -> Result<Self, ConnectError> {
        Ok(client)
    }
}

impl Rotates for Pool {
    type Opened = Self;

    fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
        let (options, _) = connect.settings();
        target(connect, options)
    }

    fn rotate(connect: &mut Connect<Self>, _: &Arc<Passwords>, _: bool) {
        let user = connect.user_without_password().map(str::to_owned);
        let (options, _) = connect.settings_mut();
        rotate(options, user);
    }

    fn opened(pool: Self, _: Arc<Passwords>) -> Result<Self, ConnectError> {
        Ok(pool)
    }
}

/// Returns the server and the user that a provider's password is for.
fn target<P: Connectable>(
    connect: &Connect<P>,
    (config, _): &(Config, ConnectionConfig),
) -> Result<Target, ConnectError> {
    let hosts = config.server.hosts();
    let (host, port) = hosts.first().map(|server| (server.host.to_string(), server.port)).unwrap_or_default();
    if !config.uses_tls() && !config.server.is_unix_socket() {
        redis::check_plaintext(connect, &host)?;
    }
    let user = config.username.as_deref().or(connect.user_without_password()).unwrap_or("default").to_owned();
    Ok(Target { host, port, user, database: config.database.unwrap_or_default().to_string() })
}

/// Prepares the options for the passwords of a provider. No TLS mode of a Redis URL is `prefer`.
fn rotate((config, connection): &mut (Config, ConnectionConfig), user: Option<String>) {
    config.username = user.or(config.username.take());
    // It includes the call of the provider.
    connection.internal_command_timeout = connection.internal_command_timeout.saturating_add(ANSWER);
}

/// Returns the options with the passwords of a provider if there is one.
fn with_passwords<P: Connectable>(
    connect: &Connect<P>,
    options: &(Config, ConnectionConfig),
    refreshes: bool,
) -> (Config, ConnectionConfig) {
    let (mut config, connection) = options.clone();
    if let Some(passwords) = connect.passwords() {
        config.credential_provider = Some(Arc::new(Credentials::new(Arc::clone(passwords), &config, refreshes)));
    }
    (config, connection)
}

fn client((config, connection): &(Config, ConnectionConfig)) -> Client {
    // Without a policy, the client does not connect again.
    Client::new(config.clone(), None, Some(connection.clone()), Some(ReconnectPolicy::default()))
}

/// Returns the options of a client that also connects again if its first connection fails.
fn lazy((config, connection): &(Config, ConnectionConfig)) -> (Config, ConnectionConfig) {
    (Config { fail_fast: false, ..config.clone() }, connection.clone())
}

fn pool((config, connection): &(Config, ConnectionConfig), size: &PoolSettings) -> Result<Pool, ConnectError> {
    const SIZE: u32 = 10;
    let size = size.max_connections().unwrap_or(SIZE) as usize;
    let policy = Some(ReconnectPolicy::default());
    Pool::new(config.clone(), None, Some(connection.clone()), policy, size).map_err(failed)
}

/// The tasks of a client, which end when this is dropped.
struct Tasks<'c, C: ClientLike> {
    client: &'c C,
    tasks: Vec<ConnectHandle>,
}

impl<C: ClientLike> Tasks<'_, C> {
    /// Leaves the tasks to the client.
    fn run_on(mut self) {
        self.tasks.clear();
    }
}

impl<C: ClientLike> Drop for Tasks<'_, C> {
    fn drop(&mut self) {
        if self.tasks.is_empty() {
            return;
        }
        // The task that asks a provider for passwords is not among them. The first poll ends it.
        let _ = pin!(self.client.quit()).poll(&mut Context::from_waker(Waker::noop()));
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Connects a client.
async fn connected<C: ClientLike>(
    client: &C,
    connect: impl FnOnce() -> Vec<ConnectHandle> + Send,
) -> Result<Tasks<'_, C>, ConnectError> {
    let mut tasks = Tasks { client, tasks: Vec::new() };
    let mut connect = Some(connect);
    // The first poll subscribes to the result. After `connect`, that could miss a result that is already there.
    let mut result = pin!(client.wait_for_connect());
    let connected = poll_fn(|context| {
        let polled = result.as_mut().poll(context);
        if let Some(connect) = connect.take() {
            tasks.tasks = connect();
        }
        polled
    });
    connected.await.map_err(failed)?;
    Ok(tasks)
}

/// Asks the server on a connection of its own.
async fn probe((config, connection): (Config, ConnectionConfig)) -> Result<Pong, ConnectError> {
    // Without a policy, the client ends with its connection.
    let client = Client::new(config, None, Some(connection), None);
    let tasks = connected(&client, || vec![client.connect()]).await?;
    let answer = ask(&client).await.map_err(failed);
    let _ = client.quit().await;
    tasks.run_on();
    answer
}

/// Asks the server for an answer and its version. A user may lack the right to either.
async fn ask(client: &impl ClientLike) -> Result<Pong, Error> {
    let start = Instant::now();
    match client.ping::<Value>(None).await {
        // A user with only the rights to some commands has logged in.
        Err(error) if error.details().starts_with("NOPERM") => {}
        answer => drop(answer?),
    }
    let round_trip = start.elapsed();
    let info: Option<String> = client.info(Some(InfoKind::Server)).await.ok();
    Ok(Pong::new(round_trip, info.as_deref().and_then(server), None))
}

fn failed(error: Error) -> ConnectError {
    let (code, message) = error.details().split_once(' ').unwrap_or((error.details(), ""));
    let is_final = match error.kind() {
        ErrorKind::Auth | ErrorKind::Config | ErrorKind::Url => true,
        // The variant for TLS depends on fred's features. An I/O error is a text.
        kind if kind.to_str() == "TLS Error" => true,
        ErrorKind::IO => {
            let kinds = ["kind: InvalidData", "kind: InvalidInput", "PermissionDenied"];
            kinds.iter().any(|kind| error.details().contains(kind)) || is_final_text(error.details())
        }
        _ => is_final_reply(code, message),
    };
    ConnectError::client(error, is_final)
}
