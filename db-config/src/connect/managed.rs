//! The pools of r2d2, bb8 and deadpool, whose manager opens the connections.

use std::error::Error;
use std::fmt;
use std::future::{Future, ready};
use std::sync::Arc;
use std::time::Duration;

use super::error::ConnectError;
use super::finality::is_final_text;
use super::mode::{Async, Blocking};
use super::pong::Pong;
use super::progress::Progress;
use super::rotate::{Passwords, Rotates, Target};
#[cfg(feature = "deadpool-0_13")]
use super::runtime::{missing_runtime, tokio_of_deadpool};
#[cfg(feature = "deadpool-0_13")]
use super::unanswered::Unanswered;
use super::{Call, Connect, ConnectLazy, Connectable, blocking};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::sealed::Sealed;
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::pool_settings::PoolSettings;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// The error of a manager.
type BoxError = Box<dyn Error + Send + Sync>;

/// A manager with blocking connections of the type `C`, whose pool [`Connect`](crate::Connect) opens. Implement it for your
/// own manager.
pub trait BlockingManager<C>: FromDatabaseUrl {
    /// Returns an error if a connection cannot be used on this thread.
    #[doc(hidden)]
    fn check_thread() -> Result<(), ConnectError> {
        Ok(())
    }

    /// Connects without the manager and asks the database, for `wait`. The default returns `None`: the manager connects.
    #[doc(hidden)]
    fn probe(&self, _limit: Duration) -> Option<Result<Pong, ConnectError>> {
        None
    }

    /// Asks the database of a connection for an answer.
    ///
    /// # Errors
    ///
    /// Returns the error of the connection.
    fn ping(connection: &mut C) -> Result<Pong, BoxError>;

    /// Returns whether another attempt cannot succeed after this error of the manager. `wait` then stops. The default knows
    /// the English texts of PostgreSQL, MySQL and their clients.
    fn is_final(error: &(dyn Error + 'static)) -> bool {
        is_final_text(&error.to_string())
    }
}

/// A manager with asynchronous connections of the type `C`, whose pool [`Connect`](crate::Connect) opens. Implement it for
/// your own manager.
pub trait AsyncManager<C>: FromDatabaseUrl {
    /// Returns the TLS mode that the connections enforce, which depends on the TLS libraries of the application.
    #[doc(hidden)]
    fn enforced_tls(plan: &TlsPlan) -> TlsPlan {
        plan.clone()
    }

    /// Connects without the manager and asks the database, for `wait`. The default returns `None`: the manager connects.
    #[doc(hidden)]
    fn probe(&self, _limit: Duration) -> impl Future<Output = Option<Result<Pong, ConnectError>>> + Send {
        ready(None)
    }

    /// Asks the database of a connection for an answer.
    fn ping(connection: &mut C) -> impl Future<Output = Result<Pong, BoxError>> + Send;

    /// Returns whether another attempt cannot succeed after this error of the manager. `wait` then stops. The default knows
    /// the English texts of PostgreSQL, MySQL and their clients.
    fn is_final(error: &(dyn Error + 'static)) -> bool {
        is_final_text(&error.to_string())
    }
}

/// The options of a pool of r2d2, bb8 or deadpool with the manager `M`, for [`Connect`](crate::Connect).
///
/// `Debug` prints the redacted URL.
pub struct ManagerOptions<M> {
    url: DatabaseUrl,
    pool: PoolSettings,
    /// Builds the manager in another way than from the URL alone.
    build: Option<Build<M>>,
}

/// Builds a manager.
type Build<M> = Arc<dyn Fn(&DatabaseUrl) -> Result<M, UrlError> + Send + Sync>;

impl<M: FromDatabaseUrl> ManagerOptions<M> {
    /// Builds the manager.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`FromDatabaseUrl::from_database_url`], for example that a certificate can no longer be read.
    pub fn manager(&self) -> Result<M, UrlError> {
        match &self.build {
            Some(build) => build(&self.url),
            None => M::from_database_url(&self.url),
        }
    }

    /// Returns the pool options.
    pub fn pool(&self) -> &PoolSettings {
        &self.pool
    }
}

impl<M> Clone for ManagerOptions<M> {
    fn clone(&self) -> Self {
        let Self { url, pool, build } = self;
        Self { url: url.clone(), pool: pool.clone(), build: build.clone() }
    }
}

impl<M> fmt::Debug for ManagerOptions<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, pool, build: _ } = self;
        f.debug_struct("ManagerOptions").field("url", url).field("pool", pool).finish()
    }
}

/// The type that checks the URL.
type Both<M> = (M, PoolSettings);

impl<M: FromDatabaseUrl> FromDatabaseUrl for ManagerOptions<M> {
    const BACKENDS: Backends = M::BACKENDS;
    const CAPABILITIES: Capabilities = Both::<M>::CAPABILITIES;
    const TLS_MODES: TlsModes = M::TLS_MODES;
    const POOL_DEFAULTS: PoolDefaults = M::POOL_DEFAULTS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (_, pool) = Both::<M>::from_database_url(url)?;
        Ok(Self { url: url.clone(), pool, build: None })
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let (_, pool) = Both::<M>::from_database_url_with(url, companions)?;
        Ok(Self { url: url.clone(), pool, build: None })
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        M::tls(url)
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        M::tls_with(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.url.redacted())?;
        self.pool.fmt_redacted(f)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        Both::<M>::capabilities(url)
    }
}

/// A manager that gets a password before each connection.
pub trait RotatingManager: FromDatabaseUrl + 'static {
    /// Returns the server and the user of a URL.
    fn target(url: &DatabaseUrl) -> Result<Target, UrlError>;

    /// Builds the manager. `raised` is the plan if it differs from that of the URL.
    fn rotating(url: &DatabaseUrl, raised: Option<&TlsPlan>, passwords: &Arc<Passwords>) -> Result<Self, UrlError>;
}

/// Implements [`Rotates`](super::rotate::Rotates) for a pool of these managers.
#[cfg(any(feature = "bb8-0_9", feature = "deadpool-0_13"))]
macro_rules! rotates {
    () => {
        type Opened = Self;

        fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
            Ok(M::target(&connect.settings().url)?)
        }

        fn rotate(connect: &mut Connect<Self>, passwords: &Arc<Passwords>, tls: bool) {
            let raised = tls.then(|| connect.tls_plan().clone());
            let passwords = Arc::clone(passwords);
            let build = move |url: &DatabaseUrl| M::rotating(url, raised.as_ref(), &passwords);
            connect.settings_mut().build = Some(Arc::new(build));
        }

        fn opened(pool: Self, _: Arc<Passwords>) -> Result<Self, ConnectError> {
            Ok(pool)
        }
    };
}

#[cfg(feature = "bb8-0_9")]
impl<M: RotatingManager> Rotates for bb8::Pool<M>
where
    M: bb8::ManageConnection<Error: Error + Send + Sync> + AsyncManager<M::Connection>,
{
    rotates!();
}

#[cfg(feature = "deadpool-0_13")]
impl<M: RotatingManager> Rotates for deadpool::managed::Pool<M>
where
    M: deadpool::managed::Manager<Type: Send, Error: Error + Send + Sync> + AsyncManager<M::Type>,
{
    rotates!();
}

#[cfg(feature = "r2d2-0_8")]
impl<M: r2d2::ManageConnection> Sealed for r2d2::Pool<M> {}

#[cfg(feature = "r2d2-0_8")]
impl<M> Connectable for r2d2::Pool<M>
where
    M: r2d2::ManageConnection<Error: Send + Sync> + BlockingManager<M::Connection>,
{
    type Settings = ManagerOptions<M>;
    type Mode = Blocking;

    fn check_thread() -> Result<(), ConnectError> {
        M::check_thread()
    }

    fn open(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let settings = connect.settings();
        settings.pool.r2d2().build(settings.manager()?).map_err(|error| ConnectError::client(error, false))
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Result<Pong, ConnectError> {
        let failed = |error: BoxError| ConnectError::manager(error, M::is_final);
        let manager = connect.settings().manager()?;
        if let Some(answer) = manager.probe(limit) {
            return answer;
        }
        let mut connection = manager.connect().map_err(|error| failed(error.into()))?;
        M::ping(&mut connection).map_err(failed)
    }

    fn ping<'a>(&'a self, limit: Duration, progress: &'a Progress) -> Result<Pong, ConnectError> {
        let (pool, of_thread) = (self.clone(), progress.clone());
        // `get_timeout` does not limit the time in which it tests the connection.
        let pinged = blocking::within(limit, move || {
            let failed = |error| ConnectError::manager(error, M::is_final);
            let mut connection = pool.get_timeout(limit).map_err(|error| failed(error.into()))?;
            of_thread.acquired();
            M::ping(&mut connection).map_err(failed)
        });
        progress.answer(limit, pinged)
    }
}

#[cfg(feature = "r2d2-0_8")]
impl<M> ConnectLazy for r2d2::Pool<M>
where
    M: r2d2::ManageConnection<Error: Send + Sync> + BlockingManager<M::Connection>,
{
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let settings = connect.settings();
        Ok(settings.pool.r2d2().build_unchecked(settings.manager()?))
    }
}

#[cfg(feature = "bb8-0_9")]
impl<M: bb8::ManageConnection> Sealed for bb8::Pool<M> {}

#[cfg(feature = "bb8-0_9")]
impl<M> Connectable for bb8::Pool<M>
where
    M: bb8::ManageConnection<Error: Error + Send + Sync> + AsyncManager<M::Connection>,
{
    type Settings = ManagerOptions<M>;
    type Mode = Async;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async {
            let settings = connect.settings();
            let pool = settings.pool.bb8().build(settings.manager()?).await;
            pool.map_err(|error| ConnectError::manager(error.into(), M::is_final))
        })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        Box::pin(async move {
            let failed = |error: BoxError| ConnectError::manager(error, M::is_final);
            let manager = connect.settings().manager()?;
            if let Some(answer) = manager.probe(limit).await {
                return answer;
            }
            let mut connection = manager.connect().await.map_err(|error| failed(error.into()))?;
            M::ping(&mut connection).await.map_err(failed)
        })
    }

    fn enforced_tls(connect: &Connect<Self>) -> TlsPlan {
        M::enforced_tls(connect.tls_plan())
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let failed = |error: BoxError| ConnectError::manager(error, M::is_final);
            let mut connection = self.get().await.map_err(|error| match error {
                bb8::RunError::User(error) => failed(error.into()),
                bb8::RunError::TimedOut => failed(error.to_string().into()),
            })?;
            progress.acquired();
            M::ping(&mut connection).await.map_err(failed)
        })
    }
}

#[cfg(feature = "bb8-0_9")]
impl<M> ConnectLazy for bb8::Pool<M>
where
    M: bb8::ManageConnection<Error: Error + Send + Sync> + AsyncManager<M::Connection>,
{
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let settings = connect.settings();
        Ok(settings.pool.bb8().build_unchecked(settings.manager()?))
    }
}

#[cfg(feature = "deadpool-0_13")]
impl<M> Sealed for deadpool::managed::Pool<M> where M: deadpool::managed::Manager + AsyncManager<M::Type> {}

/// deadpool-postgres' pool has this type too, but its manager is no [`AsyncManager`].
#[cfg(feature = "deadpool-0_13")]
impl<M> Connectable for deadpool::managed::Pool<M>
where
    M: deadpool::managed::Manager<Type: Send, Error: Error + Send + Sync> + AsyncManager<M::Type> + 'static,
{
    type Settings = ManagerOptions<M>;
    type Mode = Async;
    const UNSUPPORTED: Capabilities =
        Capabilities::MIN_CONNECTIONS.union(Capabilities::IDLE_TIMEOUT).union(Capabilities::MAX_LIFETIME);

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async { Self::open_lazy(connect) })
    }

    fn probe(connect: &Connect<Self>, _: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let failed = |error: BoxError| ConnectError::manager(error, M::is_final);
            let mut connection = connect.settings().manager()?.create().await.map_err(|error| failed(error.into()))?;
            M::ping(&mut connection).await.map_err(failed)
        })
    }

    fn enforced_tls(connect: &Connect<Self>) -> TlsPlan {
        M::enforced_tls(connect.tls_plan())
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let failed = |error: BoxError| ConnectError::manager(error, M::is_final);
            let connection = self.get().await.map_err(|error| match error {
                deadpool::managed::PoolError::Backend(error) => failed(error.into()),
                error => ConnectError::client(error.to_string(), false),
            })?;
            progress.acquired();
            let mut connection = Unanswered::new(connection, |it| drop(deadpool::managed::Object::take(it)));
            let answer = M::ping(&mut connection).await;
            connection.answered();
            answer.map_err(failed)
        })
    }
}

#[cfg(feature = "deadpool-0_13")]
impl<M> ConnectLazy for deadpool::managed::Pool<M>
where
    M: deadpool::managed::Manager<Type: Send, Error: Error + Send + Sync> + AsyncManager<M::Type> + 'static,
{
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        deadpool(connect.settings(), connect.settings().manager()?)
    }
}

/// Builds a pool of deadpool, which does not connect.
#[cfg(feature = "deadpool-0_13")]
fn deadpool<M: deadpool::managed::Manager>(
    options: &ManagerOptions<M>,
    manager: M,
) -> Result<deadpool::managed::Pool<M>, ConnectError> {
    let config = options.pool.deadpool_only();
    let mut builder = deadpool::managed::Pool::builder(manager).config(config);
    match tokio_of_deadpool!(deadpool::Runtime) {
        Some(runtime) => builder = builder.runtime(runtime),
        None if config.timeouts.wait.is_some() => return Err(missing_runtime("deadpool")),
        None => {}
    }
    builder.build().map_err(|error| ConnectError::client(error, true))
}
