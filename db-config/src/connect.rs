//! [`Connect`]: a field type that opens the client's pool, waits for the server, and asks it for an answer.

#![cfg_attr(
    not(all(
        feature = "bb8-0_9",
        feature = "deadpool-0_13",
        feature = "deadpool-postgres-0_14",
        feature = "deadpool-redis-0_23",
        feature = "fred-10",
        feature = "mongodb-3",
        feature = "mysql-28",
        feature = "mysql-async-0_37",
        feature = "r2d2-0_8",
        feature = "redis-1-connection-manager",
        feature = "sea-orm-2",
        feature = "sqlx-0_9-postgres"
    )),
    allow(dead_code, unused_imports, unused_macros, reason = "for the clients that have a pool")
)]

pub(crate) mod blocking;
pub(crate) mod error;
pub(crate) mod finality;
pub(crate) mod managed;
pub(crate) mod mode;
pub(crate) mod pong;
pub(crate) mod progress;
pub(crate) mod prohibited;
pub(crate) mod reach;
pub(crate) mod redis;
#[cfg(feature = "tokio")]
pub(crate) mod refresh;
pub(crate) mod rotate;
pub(crate) mod runtime;
pub(crate) mod statements;
pub(crate) mod timer;
pub(crate) mod tls;
pub(crate) mod trace;
pub(crate) mod unanswered;
mod wait;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::error::ConnectError;
use self::mode::Mode;
use self::pong::Pong;
use self::progress::Progress;
use self::rotate::{Passwords, Rotation};
use self::tls::Tls;
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::report::ReportFile;
use crate::sealed::Sealed;
use crate::target::from_database_url::{Companions, FromDatabaseUrl, redacted};
use crate::target::probe::{Answer, Failure, Probe};
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;
use db_config_syntax::printable::printable;
use db_config_syntax::query::{Key, PoolOption};

/// A client pool that [`Connect`] can open. The trait is sealed.
///
/// It is implemented for these types. Each needs the feature of its client:
///
/// - `Pool<DB>` of sqlx
/// - `DatabaseConnection` of SeaORM
/// - `Client` of mongodb
/// - `Pool` of mysql_async
/// - `Pool` of mysql (blocking)
/// - `Pool` of deadpool-postgres
/// - `Pool<PostgresConnectionManager<T>>` of bb8-postgres and r2d2_postgres (blocking)
/// - `Pool<MySqlConnectionManager>` of r2d2_mysql (blocking)
/// - `Pool` of deadpool-redis
/// - `Client` and `Pool` of fred
/// - `aio::ConnectionManager` of redis, with db-config's feature `redis-connection-manager`
/// - `Pool<M>` of r2d2 (blocking), bb8 and deadpool, if the manager `M` is that of Diesel or diesel-async, or your own
/// - `Pool<Client>` of r2d2 (blocking) and bb8 with the `Client` of redis
#[diagnostic::on_unimplemented(
    message = "`Connect<{Self}>` is not supported, because `{Self}` is not a client pool that db-config can open",
    label = "enable the pool's feature of `db-config`, such as `sqlx-postgres`",
    note = "if the feature is enabled, check the client's version: `sqlx-postgres` is for sqlx 0.9, `sqlx-0_8-postgres` for 0.8"
)]
pub trait Connectable: Sealed + Sized + Send + Sync + 'static {
    /// The client options that the pool is opened with.
    type Settings: FromDatabaseUrl + Clone + Send + Sync + 'static;

    /// [`Async`](crate::Async) for a pool with futures, [`Blocking`](crate::Blocking) for one that blocks the thread.
    type Mode: Mode;

    /// The options of the settings that the pool does not support.
    #[doc(hidden)]
    const UNSUPPORTED: Capabilities = Capabilities::EMPTY;

    /// Whether the URL of a Redis server needs no password, because the pool can have that of a provider.
    #[doc(hidden)]
    const MAY_HAVE_PROVIDER: bool = false;

    /// Returns an error if the pool cannot be used on this thread.
    #[doc(hidden)]
    fn check_thread() -> Result<(), ConnectError> {
        Ok(())
    }

    /// Opens the pool.
    #[doc(hidden)]
    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>>;

    /// Opens one connection outside the pool, pings and closes it. The caller limits the time.
    #[doc(hidden)]
    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>>;

    /// Returns the TLS mode that the pool enforces, which depends on the TLS libraries of the application.
    #[doc(hidden)]
    fn enforced_tls(connect: &Connect<Self>) -> TlsPlan {
        connect.tls.clone()
    }

    /// Pings on a connection of the pool. The caller limits the time of a future.
    #[doc(hidden)]
    fn ping<'a>(&'a self, limit: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>>;
}

/// A pool that [`Connect::connect_lazy`] can open without a connection. The trait is sealed.
///
/// It is implemented for every pool except mongodb's `Client`, whose `connect()` opens no connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `connect_lazy`",
    label = "use `connect`",
    note = "`connect` of mongodb opens no connection: it only looks up the servers of a `mongodb+srv` URL"
)]
pub trait ConnectLazy: Connectable {
    /// Opens the pool without a connection.
    #[doc(hidden)]
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError>;
}

/// The result of a call of the pool `P`: a boxed `Send` future of `T`, or `T` itself if the pool blocks the thread.
pub type Call<'a, P, T> = <<P as Connectable>::Mode as Mode>::Call<'a, T>;

/// The time that [`ping`] waits for an answer.
const PING: Duration = Duration::from_secs(5);

/// The longest time to wait for an answer, which every pool supports: 365 days.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Asks the database of a pool for an answer, at most 5 seconds: `ping(&pool).await?`, or `ping(&pool)?` for a blocking
/// pool.
///
/// It acquires a connection of the pool and asks for the server's version, which needs no rights. Use it in the handler of
/// a readiness probe.
///
/// ```no_run
/// # #[cfg(feature = "sqlx-0_9-postgres")]
/// async fn health(pool: &sqlx::PgPool) -> Result<String, db_config::ConnectError> {
///     let pong = db_config::ping(pool).await?;
///     Ok(pong.to_string()) // PostgreSQL 15.14 in 0.8 ms, TLS at the server: yes
/// }
/// ```
///
/// # Errors
///
/// Returns the client's error, or that the database did not answer in time. For a pool of r2d2_postgres in async code, it
/// returns an error: call it in `spawn_blocking`.
pub fn ping<P: Connectable>(pool: &P) -> Call<'_, P, Result<Pong, ConnectError>> {
    ping_within(pool, PING)
}

/// Like [`ping`], with another time limit.
///
/// # Errors
///
/// Returns the client's error, or that the database did not answer within `limit`.
pub fn ping_within<P: Connectable>(pool: &P, limit: Duration) -> Call<'_, P, Result<Pong, ConnectError>> {
    P::Mode::ping(pool, limit.min(LONGEST))
}

/// A field type that holds the options of a client's pool and opens the pool. [`Connectable`] lists the pools.
///
/// `P` needs the feature of its client: the example needs `sqlx-0_9-postgres`.
///
/// ```no_run
/// # #[cfg(feature = "sqlx-0_9-postgres")] mod example {
/// use db_config::{Connect, DatabaseConfig};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(max_connections = 20)]
///     orders: Connect<sqlx::PgPool>,
/// }
///
/// async fn open() -> Result<sqlx::PgPool, Box<dyn std::error::Error>> {
///     Ok(Config::from_env()?.orders.connect().await?)
/// }
/// # }
/// ```
///
/// `Debug` prints the redacted URL, the TLS mode, the time of `wait`, the variable that the URL comes from, and for SQLite the
/// absolute path of the file and whether it exists.
pub struct Connect<P: Connectable> {
    settings: P::Settings,
    /// The time to wait until the server answers; `None` not to wait.
    wait: Option<Duration>,
    tls: TlsPlan,
    /// The TLS library, if the application names one.
    library: Option<Tls>,
    /// The passwords of a provider, instead of that of the URL.
    rotation: Option<Rotation<P::Settings>>,
    /// The user of a Redis server whose password the URL leaves out, and the error of a connection without a provider.
    user_without_password: Option<(String, UrlError)>,
    source: Option<String>,
    file: Option<ReportFile>,
    /// Whether a struct is `Sized` depends on its last field. rustc reports an unsupported `P` only once with a last field
    /// that does not depend on it.
    _last: (),
}

impl<P: Connectable> Connect<P> {
    fn new(settings: P::Settings, url: &DatabaseUrl, tls: TlsPlan) -> Self {
        let wait = url.pairs().iter().find(|pair| pair.row.key == Key::Pool(PoolOption::Wait));
        let wait = wait.and_then(|pair| pair.row.value_type.duration(&pair.value));
        let wait = wait.filter(|time| !time.is_zero());
        Self {
            settings,
            wait,
            tls,
            library: None,
            rotation: None,
            user_without_password: if P::MAY_HAVE_PROVIDER { user_without_password(url) } else { None },
            source: url.source.clone(),
            file: url.report_file(),
            _last: (),
        }
    }

    /// Opens the pool: `connect().await?`, or `connect()?` for a blocking pool.
    ///
    /// With `wait`, it first connects outside the pool until the server answers or the time is over. It stops at once if
    /// another attempt cannot succeed: see [`ConnectError::is_final`]. Each attempt has at most 10 seconds, but one of a
    /// blocking pool has the rest of the time, because nothing ends it. Between two attempts it pauses for 0.1 s, then for
    /// twice as long up to 3 s, each shortened randomly by up to a half.
    ///
    /// The pools open these connections:
    ///
    /// - sqlx and SeaORM open one.
    /// - mongodb, mysql_async and deadpool connect when the pool is first used.
    /// - `ConnectionManager` of redis opens one. Before, db-config connects once, because it alone reports the cause at once.
    /// - fred opens the maximum number, which is 10 by default, and a `Client` one.
    /// - bb8 opens the minimum number, which is 0 by default.
    /// - r2d2 opens the minimum number, which is the maximum by default. It blocks the thread: in an async function, call it
    ///   in `spawn_blocking`.
    /// - mysql opens the minimum number, which is 10 by default. It blocks the thread too.
    ///
    /// An `acquire_timeout` of deadpool needs its feature `rt_tokio_1`, which is a default feature of deadpool-postgres.
    ///
    /// # Errors
    ///
    /// Returns the client's error. With `wait`, it is that of the last attempt.
    ///
    /// The pool of r2d2_postgres returns an error in async code, where postgres panics. Call it in `spawn_blocking`.
    ///
    /// # Panics
    ///
    /// `AnyPool` of sqlx panics if your application has not called `sqlx::any::install_default_drivers()`.
    pub fn connect(&self) -> Call<'_, P, Result<P, ConnectError>> {
        P::Mode::connect(self)
    }

    /// Opens the pool without a connection: it connects when it is first used, or in the background if the pool has a minimum
    /// number of connections. It does not wait, and it is not async.
    ///
    /// Use it if the application has to start without its database. [`connect`](Self::connect) tells earlier that a password
    /// is wrong.
    ///
    /// # Errors
    ///
    /// - The client rejects the options, for example because a certificate can no longer be read.
    /// - SeaORM has its feature `sqlite-use-returning-for-3_35`, which always connects to SQLite.
    /// - The pool of r2d2_postgres is opened in async code, as for [`connect`](Self::connect).
    ///
    /// # Panics
    ///
    /// The pools of sqlx, SeaORM, mysql_async, redis, fred and bb8 panic outside of a tokio runtime.
    pub fn connect_lazy(&self) -> Result<P, ConnectError>
    where
        P: ConnectLazy,
    {
        self.check_password()?;
        let opened = P::check_thread().and_then(|()| P::open_lazy(self));
        opened.map_err(|error| error.in_variable(self.source()))
    }

    /// Returns the time that [`connect`](Self::connect) waits for the server. `None` means that it does not wait.
    pub fn wait(&self) -> Option<Duration> {
        self.wait
    }

    /// Returns the TLS mode that the client enforces on its own connection, with its reason and the certificates.
    pub fn tls_plan(&self) -> &TlsPlan {
        &self.tls
    }

    /// Returns the variable that the URL comes from, or a description of the default. Returns `None` if the URL was not
    /// loaded by a configuration.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Returns the SQLite file, as it was when the configuration was loaded. Returns `None` for other databases and for a
    /// database in memory.
    pub fn file(&self) -> Option<&ReportFile> {
        self.file.as_ref()
    }

    /// Returns the options of the pool, to change them before [`connect`](Self::connect), for example to set sqlx's
    /// `after_connect`.
    pub fn settings_mut(&mut self) -> &mut P::Settings {
        &mut self.settings
    }

    /// Returns an error if the URL needs a password, and there is no provider.
    fn check_password(&self) -> Result<(), ConnectError> {
        match (&self.user_without_password, &self.rotation) {
            (Some((_, error)), None) => Err(ConnectError::from(error.clone()).in_variable(self.source())),
            _ => Ok(()),
        }
    }

    /// Returns the user of a Redis server whose password the URL leaves out. The options of the client do not have it: it may
    /// be a misplaced password, and without a password the client does not send it.
    pub(crate) fn user_without_password(&self) -> Option<&str> {
        self.user_without_password.as_ref().map(|(user, _)| &**user)
    }

    /// Returns the passwords of a provider.
    pub(crate) fn passwords(&self) -> Option<&Arc<Passwords>> {
        self.rotation.as_ref().map(|rotation| &rotation.passwords)
    }

    /// Returns the options of the pool.
    pub fn settings(&self) -> &P::Settings {
        &self.settings
    }

    /// Converts this value into the options of the pool, for example to change them before you open it.
    #[must_use]
    pub fn into_settings(self) -> P::Settings {
        self.settings
    }
}

/// Returns the user of a Redis URL whose password is missing, and the error. The clients of other databases may connect
/// without one.
fn user_without_password(url: &DatabaseUrl) -> Option<(String, UrlError)> {
    url.missing_redis_password().and_then(|error| Some((url.username()?.to_owned(), error)))
}

impl<P: Connectable> Clone for Connect<P> {
    fn clone(&self) -> Self {
        let Self { settings, wait, tls, library, rotation, user_without_password, source, file, _last: () } = self;
        Self {
            settings: settings.clone(),
            wait: *wait,
            tls: tls.clone(),
            library: library.clone(),
            rotation: rotation.clone(),
            user_without_password: user_without_password.clone(),
            source: source.clone(),
            file: file.clone(),
            _last: (),
        }
    }
}

impl<P: Connectable> fmt::Debug for Connect<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("Connect");
        tuple.field(&redacted(&self.settings));
        if let Some(wait) = &self.wait {
            tuple.field(&format_args!("waits up to {wait:?}"));
        }
        if let Some(file) = &self.file {
            tuple.field(&format_args!("file {file}"));
        }
        if let Some(source) = &self.source {
            tuple.field(&format_args!("from {}", printable(source)));
        }
        tuple.finish()
    }
}

impl<P: Connectable> FromDatabaseUrl for Connect<P> {
    const BACKENDS: Backends = P::Settings::BACKENDS;
    const CAPABILITIES: Capabilities = P::Settings::CAPABILITIES.difference(P::UNSUPPORTED).union(Capabilities::WAIT);
    const TLS_MODES: TlsModes = P::Settings::TLS_MODES;
    const POOL_DEFAULTS: PoolDefaults = P::Settings::POOL_DEFAULTS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let companions = Companions { may_have_provider: P::MAY_HAVE_PROVIDER, ..companions };
        let settings = P::Settings::from_database_url_with(url, companions)?;
        Ok(Self::new(settings, url, P::Settings::tls_with(url, companions)))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Self::tls_with(url, Companions::default())
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        P::Settings::tls_with(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt_redacted(f)
    }

    fn probes(&self, limit: Duration) -> Vec<Probe> {
        let connect = self.clone();
        let answer = Box::pin(async move {
            let mut pong = P::Mode::probe(&connect, limit).await.map_err(|error| Failure {
                cause: error.cause().to_string(),
                is_options: error.is_options(),
                is_final: error.is_final(),
            })?;
            let server_tls = pong.server_tls.take();
            Ok(Answer { server: pong.to_string(), server_tls })
        });
        vec![Probe { tls: P::enforced_tls(self), answer }]
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        let capabilities = P::Settings::capabilities(url).difference(P::UNSUPPORTED);
        capabilities.union(Capabilities::WAIT.only(Backends::from_slice(&[url.backend()])))
    }
}
