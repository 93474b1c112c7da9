//! [`PasswordProvider`]: a password for each new connection, such as an IAM token.

mod turns;

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use self::turns::Turns;
use super::error::ConnectError;
use super::mode::{Async, Mode};
use super::timer::within;
use super::{Call, Connect, Connectable};
use crate::source::file::read_value;
use db_config_syntax::printable::printable;

type BoxError = Box<dyn Error + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send>>;

/// The time for which the content of a file is used.
const FILE: Duration = Duration::from_secs(10);

/// The shortest time between two refreshes of a password. New connections within this time share a password.
pub(crate) const SHORTEST: Duration = Duration::from_secs(1);

/// The longest time until the next refresh after one that failed.
const RETRY: Duration = Duration::from_secs(10);

/// The longest time to wait for a password.
pub(crate) const ANSWER: Duration = Duration::from_secs(30);

/// A function that returns the password of a database, for [`Connect::connect_with`]: an IAM token, or a secret that
/// changes.
///
/// ```
/// use std::time::Duration;
///
/// use db_config::PasswordProvider;
///
/// // An RDS token is valid for 15 minutes. `Fn(Target) -> impl Future` can also be a function.
/// let provider = PasswordProvider::new(Duration::from_secs(10 * 60), |target| async move {
///     // Sign the request here: the SDK needs the host, the port and the user.
///     let token = format!("{}:{}/?Action=connect&DBUser={}", target.host, target.port, target.user);
///     Ok::<_, std::io::Error>(token)
/// });
/// ```
#[derive(Clone)]
pub struct PasswordProvider {
    ask: Arc<dyn Fn(Target) -> Answer + Send + Sync>,
    cache: Duration,
}

/// The server and the user that a password is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Target {
    /// The host name or address, or the path of a Unix socket. Of several hosts, it is the first.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The user.
    pub user: String,
    /// The database, or an empty text.
    pub database: String,
}

impl PasswordProvider {
    /// Wraps a function. db-config uses its answer for the time `cache`, which must be shorter than the password is valid.
    ///
    /// If a client asks before each new connection, `Duration::ZERO` calls the function each time. sqlx calls it once in
    /// this time, and at most once a second. A call may take 30 seconds. `Duration::MAX` uses the first answer forever.
    pub fn new<A, E>(cache: Duration, ask: impl Fn(Target) -> A + Send + Sync + 'static) -> Self
    where
        A: Future<Output = Result<String, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let ask = move |target| -> Answer {
            let answer = ask(target);
            Box::pin(async { answer.await.map_err(Into::into) })
        };
        Self { ask: Arc::new(ask), cache }
    }

    /// Reads the password from a file, for example of a mounted secret, and drops one newline at its end. It reads the file
    /// again after 10 seconds.
    pub fn from_file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self::new(FILE, move |_| {
            let shown = || printable(&path.display().to_string()).to_string();
            ready(read_value(&path).map_err(|cause| format!("cannot read {}: {cause}", shown())))
        })
    }
}

/// Contains no password.
impl fmt::Debug for PasswordProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordProvider").field("cache", &self.cache).finish_non_exhaustive()
    }
}

/// The error of a [`PasswordProvider`]. [`source`](Error::source) returns the provider's own error, to downcast it.
///
/// In the error of a pool, it is one of the sources. All callers that waited for the same call get the same error.
#[derive(Debug, Clone)]
pub struct PasswordError(Failure);

#[derive(Debug, Clone)]
enum Failure {
    Provider(Arc<dyn Error + Send + Sync>),
    Panic,
    NoAnswer(Duration),
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Failure::Provider(_) => f.write_str("the password provider failed"),
            Failure::Panic => f.write_str("the password provider panicked"),
            Failure::NoAnswer(limit) => {
                write!(f, "the password provider did not answer within {:.1} s", limit.as_secs_f64())
            }
        }
    }
}

impl Error for PasswordError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Failure::Provider(error) => Some(&**error),
            Failure::Panic | Failure::NoAnswer(_) => None,
        }
    }
}

/// Contains the provider's error as its source. The source of an `io::Error` or of Diesel's error is not the error that it
/// contains, but that error's source.
#[derive(Debug)]
pub(crate) struct AsSource(pub PasswordError);

impl fmt::Display for AsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for AsSource {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

/// The passwords of one pool.
pub struct Passwords {
    provider: PasswordProvider,
    target: Target,
    turns: Turns,
    calls: Mutex<Calls>,
}

/// The calls of a provider that have ended.
#[derive(Default)]
struct Calls {
    count: u64,
    /// The last password, and the start of its call. It may be valid from then on.
    password: Option<(Instant, String)>,
    /// The error of the last call.
    error: Option<PasswordError>,
}

/// A password, and whether it is that of an earlier call.
pub struct Password {
    pub text: String,
    pub is_cached: bool,
}

impl Passwords {
    pub fn new(provider: PasswordProvider, target: Target) -> Self {
        Self { provider, target, turns: Turns::default(), calls: Mutex::default() }
    }

    /// Returns the time for which a password is used.
    pub fn cache(&self) -> Duration {
        self.provider.cache
    }

    /// Returns the time until a refresh of the password: when the cache ends.
    pub fn until_refresh(&self) -> Duration {
        let age = self.calls().password.as_ref().map_or(Duration::ZERO, |(start, _)| start.elapsed());
        self.cache().max(SHORTEST).saturating_sub(age)
    }

    /// Returns the time until the next refresh after one that failed.
    pub fn until_retry(&self) -> Duration {
        self.cache().clamp(SHORTEST, RETRY)
    }

    /// Returns the cached password, or asks for a new one. With a cache, calls at the same time ask once.
    pub async fn get(&self, limit: Duration) -> Result<Password, PasswordError> {
        self.get_younger_than(self.cache(), limit).await
    }

    /// Returns a password for a new connection of a client that does not tell whether the server refused one. It is at most a
    /// second old, unless the provider fails or the first answer is used forever.
    pub async fn get_for_connection(&self) -> Result<Password, PasswordError> {
        let cache = self.cache();
        let age = if cache == Duration::MAX { cache } else { cache.min(SHORTEST) };
        let password = self.get_younger_than(age, ANSWER).await;
        password.or_else(|error| self.calls().younger_than(cache).ok_or(error))
    }

    async fn get_younger_than(&self, age: Duration, limit: Duration) -> Result<Password, PasswordError> {
        let limit = limit.min(ANSWER);
        let password = async {
            match age.is_zero() {
                true => self.ask().await,
                false => self.cached_or_ask(age).await,
            }
        };
        within(limit, password).await.unwrap_or(Err(PasswordError(Failure::NoAnswer(limit))))
    }

    async fn cached_or_ask(&self, age: Duration) -> Result<Password, PasswordError> {
        let count = self.calls().count;
        let _turn = self.turns.next().await;
        if let Some(result) = self.cached(age, count) {
            return result;
        }
        self.ask().await
    }

    /// Returns the result of the last call: a password that is younger than `age`, or anything if the call has ended since
    /// there were `count` calls.
    fn cached(&self, age: Duration, count: u64) -> Option<Result<Password, PasswordError>> {
        let calls = self.calls();
        match (&calls.error, calls.count != count) {
            (Some(error), true) => Some(Err(error.clone())),
            (_, is_new) => calls.younger_than(if is_new { Duration::MAX } else { age }).map(Ok),
        }
    }

    async fn ask(&self) -> Result<Password, PasswordError> {
        let start = Instant::now();
        let answer = caught(async { (self.provider.ask)(self.target.clone()).await }).await;
        let result = match answer {
            Some(answer) => answer.map_err(|error| PasswordError(Failure::Provider(error.into()))),
            None => Err(PasswordError(Failure::Panic)),
        };
        let mut calls = self.calls();
        calls.count += 1;
        calls.error = result.as_ref().err().cloned();
        let text = result?;
        calls.password = Some((start, text.clone()));
        Ok(Password { text, is_cached: false })
    }

    /// Removes a password that the server refuses from the cache.
    pub fn forget(&self, password: &str) {
        self.calls().password.take_if(|(_, text)| text == password);
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Calls {
    fn younger_than(&self, age: Duration) -> Option<Password> {
        let (start, text) = self.password.as_ref()?;
        (start.elapsed() < age).then(|| Password { text: text.clone(), is_cached: true })
    }
}

/// Returns the output of the future, or `None` if it panics.
pub(crate) async fn caught<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await
}

/// A pool whose password can change while it is open, for [`Connect::connect_with`]. The trait is sealed.
///
/// It is implemented for these types:
///
/// | pool | calls the provider | feature |
/// |---|---|---|
/// | `Pool` of deadpool-postgres | before each new connection | `deadpool-postgres` |
/// | `Pool` of deadpool-redis | before each new connection | `deadpool-redis` |
/// | `aio::ConnectionManager` of redis | before each new connection, and each time that the cache ends | `redis-connection-manager` |
/// | `Client` and `Pool` of fred | before each new connection, and each time that the cache ends | `fred` |
/// | `Pool<AsyncPgConnection>` of diesel-async with bb8 or deadpool | before each new connection | `diesel-async-rustls`, and `bb8` or `deadpool` |
/// | `PgPool` and `MySqlPool` of sqlx | in the background, each time that the cache ends | `tokio`, and that of the driver |
#[diagnostic::on_unimplemented(
    message = "`connect_with` is not supported, because the password of `{Self}` cannot change while the pool is open",
    label = "use a pool of deadpool-postgres, deadpool-redis, diesel-async, fred or sqlx",
    note = "sqlx needs db-config's feature `tokio`, diesel-async the feature `diesel-async-rustls`. For SeaORM, open sqlx's \
            pool and call `SqlxPostgresConnector::from_sqlx_postgres_pool`"
)]
pub trait Rotates: Connectable<Mode = Async> {
    /// The result of [`Connect::connect_with`]: the pool, or the pool and the guard of its background task.
    type Opened;

    /// Returns the server and the user of the options.
    #[doc(hidden)]
    fn target(connect: &Connect<Self>) -> Result<Target, ConnectError>;

    /// Sets the options to use these passwords. `tls` tells to require TLS.
    #[doc(hidden)]
    fn rotate(connect: &mut Connect<Self>, passwords: &Arc<Passwords>, tls: bool);

    /// Sets the password of a client that does not ask before a connection.
    #[doc(hidden)]
    fn set_password(_: &mut Self::Settings, _: &str) {}

    /// Returns the result for an open pool.
    #[doc(hidden)]
    fn opened(pool: Self, passwords: Arc<Passwords>) -> Result<Self::Opened, ConnectError>;
}

/// The passwords of a pool with these options.
#[derive(Clone)]
pub struct Rotation<S> {
    pub passwords: Arc<Passwords>,
    set: fn(&mut S, &str),
}

impl<P: Connectable> Connect<P> {
    /// Gets a password of the provider if there is one.
    pub(super) async fn next_password(&mut self, limit: Duration) -> Result<(), ConnectError> {
        if let Some(Rotation { passwords, set }) = &self.rotation {
            let password = passwords.get(limit).await;
            let password = password.map_err(|error| ConnectError::client(error, false).in_variable(self.source()))?;
            set(&mut self.settings, &password.text);
        }
        Ok(())
    }

    /// Opens the pool with the passwords of a provider, instead of that of the URL: `connect_with(provider).await?`.
    ///
    /// It asks for a password, and opens the pool as [`connect`](Self::connect) does. With `wait`, each attempt asks, and an
    /// error of the provider is that of an attempt: the file of a secret may not exist yet. A `prefer` that neither the URL
    /// nor the `tls` attribute sets becomes `require`, so that no token is sent without TLS.
    ///
    /// deadpool-postgres, deadpool-redis and diesel-async then get a password before each new connection. If the server refuses
    /// a cached password, they ask for a new one.
    ///
    /// redis and fred get a password before each new connection too. Each time that the cache ends, they log in again on their
    /// open connections, because a server may close one some time after its login. With a cache of zero they do not.
    ///
    /// The manager of redis stops if the server refuses a password, so db-config first tries each on a connection of its own.
    /// The client fred does not report a refused password, so its new connections use a cached one only for a second, unless
    /// the provider fails or the cache is `Duration::MAX`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "deadpool-postgres-0_14")] mod example {
    /// use std::time::Duration;
    ///
    /// use db_config::{Connect, ConnectError, PasswordProvider, Target};
    ///
    /// async fn open(orders: Connect<deadpool_postgres::Pool>) -> Result<deadpool_postgres::Pool, ConnectError> {
    ///     orders.connect_with(PasswordProvider::new(Duration::from_secs(600), token)).await
    /// }
    ///
    /// async fn token(target: Target) -> std::io::Result<String> {
    ///     std::fs::read_to_string(format!("/run/secrets/{}", target.user))
    /// }
    /// # }
    /// ```
    ///
    /// sqlx cannot ask before a connection. A task of tokio changes the password of the pool each time that the cache ends,
    /// and the returned `PasswordRefresh` ends the task: see its documentation.
    ///
    /// A pool whose password cannot change does not compile:
    ///
    /// ```compile_fail,E0277
    /// async fn open(orders: db_config::Connect<mysql_async::Pool>, provider: db_config::PasswordProvider) {
    ///     orders.connect_with(provider).await;
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of [`connect`](Self::connect), and a [`PasswordError`] as
    /// [`client_error`](ConnectError::client_error) if the provider fails.
    pub fn connect_with<T: 'static>(&self, provider: PasswordProvider) -> Call<'_, P, Result<T, ConnectError>>
    where
        P: Rotates<Opened = T>,
    {
        Box::pin(async move {
            let in_variable = |error: ConnectError| error.in_variable(self.source());
            let target = P::target(self).map_err(in_variable)?;
            let passwords = Arc::new(Passwords::new(provider, target));
            let mut connect = self.clone();
            let raised = connect.tls.for_provider();
            let tls = raised.is_some();
            connect.tls = raised.unwrap_or(connect.tls);
            P::rotate(&mut connect, &passwords, tls);
            connect.rotation = Some(Rotation { passwords: Arc::clone(&passwords), set: P::set_password });
            let pool = Async::connect(&connect).await?;
            P::opened(pool, passwords).map_err(in_variable)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::{pending, ready};
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Waker};

    use super::super::timer::Sleep;
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    fn is_pending<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> bool {
        future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    fn of(provider: PasswordProvider) -> Passwords {
        let target = Target { host: String::new(), port: 1, user: String::new(), database: String::new() };
        Passwords::new(provider, target)
    }

    /// Returns passwords whose provider answers with the number of the call, from 0.
    fn numbered<A, E>(cache: Duration, ask: impl Fn(u32) -> A + Send + Sync + 'static) -> (Passwords, Arc<AtomicU32>)
    where
        A: Future<Output = Result<String, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let provider = PasswordProvider::new(cache, move |_| ask(counted.fetch_add(1, Ordering::Relaxed)));
        (of(provider), count)
    }

    async fn later(number: u32) -> Result<String, Infallible> {
        tokio::task::yield_now().await;
        Ok(number.to_string())
    }

    #[test]
    fn a_password_is_used_for_the_time_of_the_cache() {
        for cache in [LONG, Duration::MAX] {
            block_on(async {
                let (passwords, count) = numbered(cache, later);
                for is_cached in [false, true, true] {
                    let password = passwords.get(ANSWER).await.unwrap();
                    assert_eq!((password.text.as_str(), password.is_cached), ("0", is_cached));
                }
                passwords.forget("another");
                assert_eq!(passwords.get(ANSWER).await.unwrap().text, "0");
                passwords.forget("0");
                assert_eq!(passwords.get(ANSWER).await.unwrap().text, "1");
                assert_eq!(count.load(Ordering::Relaxed), 2);
            });
        }
    }

    #[test]
    fn new_connections_share_a_password_for_a_second() {
        for (cache, later_password) in [(LONG, "1"), (Duration::MAX, "0")] {
            block_on(async {
                let (passwords, _) = numbered(cache, later);
                for expected in ["0", "0"] {
                    assert_eq!(passwords.get_for_connection().await.unwrap().text, expected);
                }
                Sleep::new(SHORTEST).await;
                assert_eq!(passwords.get(ANSWER).await.unwrap().text, "0");
                assert_eq!(passwords.get_for_connection().await.unwrap().text, later_password);
            });
        }
    }

    #[test]
    fn new_connections_keep_a_password_while_the_provider_fails() {
        for (cache, expected) in [(LONG, Some("0")), (Duration::ZERO, None)] {
            block_on(async {
                let (passwords, count) = numbered(cache, |number| {
                    ready(if number == 0 { Ok("0".to_owned()) } else { Err(std::fmt::Error) })
                });
                assert_eq!(passwords.get_for_connection().await.unwrap().text, "0");
                Sleep::new(SHORTEST).await;
                let later = passwords.get_for_connection().await;
                assert_eq!(later.ok().map(|password| password.text).as_deref(), expected);
                assert_eq!(count.load(Ordering::Relaxed), 2);
            });
        }
    }

    #[test]
    fn the_time_of_the_cache_starts_with_the_call() {
        block_on(async {
            let cache = Duration::from_millis(50);
            let (passwords, count) = numbered(cache, move |number| async move {
                Sleep::new(cache).await;
                later(number).await
            });
            for number in 0..2 {
                assert_eq!(passwords.get(ANSWER).await.unwrap().text, number.to_string());
                assert!(passwords.calls().password.as_ref().unwrap().0.elapsed() >= cache);
            }
            assert_eq!(count.load(Ordering::Relaxed), 2);
        });
    }

    #[test]
    fn without_a_cache_each_call_asks_and_none_waits_for_another() {
        block_on(async {
            let (passwords, count) = numbered(Duration::ZERO, |number| async move {
                match number {
                    0 => pending().await,
                    _ => later(number).await,
                }
            });
            let mut hangs = Box::pin(passwords.get(ANSWER));
            assert!(is_pending(&mut hangs));
            for _ in 0..3 {
                assert!(!passwords.get(ANSWER).await.unwrap().is_cached);
            }
            assert_eq!(count.load(Ordering::Relaxed), 4);
        });
    }

    #[test]
    fn calls_at_the_same_time_ask_once() {
        block_on(async {
            // Those that waited also use an answer that took longer than the cache.
            for cache in [LONG, Duration::from_nanos(1)] {
                let (passwords, count) = numbered(cache, later);
                let get = || async { passwords.get(ANSWER).await.unwrap().text };
                let all = tokio::join!(get(), get(), get(), get());
                assert_eq!(count.load(Ordering::Relaxed), 1, "{all:?}");
            }
        });
    }

    #[test]
    fn calls_at_the_same_time_share_an_error_and_later_ones_ask_again() {
        block_on(async {
            let (passwords, count) = numbered(LONG, |_| async {
                tokio::task::yield_now().await;
                Err::<String, _>(std::fmt::Error)
            });
            let get = || async { passwords.get(ANSWER).await.err().unwrap() };
            for calls in [1, 2] {
                let (one, two, three) = tokio::join!(get(), get(), get());
                assert!([one, two, three].iter().all(|error| error.source().unwrap().is::<std::fmt::Error>()));
                assert_eq!(count.load(Ordering::Relaxed), calls);
            }
        });
    }

    #[test]
    fn a_call_that_is_dropped_gives_its_turn_to_the_next() {
        block_on(async {
            let (passwords, count) = numbered(LONG, |number| async move {
                match number {
                    0 => pending().await,
                    _ => later(number).await,
                }
            });
            let (mut first, mut second) = (Box::pin(passwords.get(ANSWER)), Box::pin(passwords.get(ANSWER)));
            assert!(is_pending(&mut first) && is_pending(&mut second));
            assert_eq!(count.load(Ordering::Relaxed), 1, "the second waits for its turn");
            drop(first);
            assert_eq!(second.await.unwrap().text, "1");
        });
    }

    #[test]
    fn the_time_to_wait_for_a_turn_is_limited() {
        block_on(async {
            let limit = Duration::from_millis(100);
            let passwords = of(PasswordProvider::new(LONG, |_| pending::<Result<String, Infallible>>()));
            let get = || async { passwords.get(limit).await.err().unwrap().to_string() };
            let start = Instant::now();
            let (one, two, three) = tokio::join!(get(), get(), get());
            assert!(start.elapsed() < Duration::from_secs(10));
            for error in [one, two, three] {
                assert_eq!(error, "the password provider did not answer within 0.1 s");
            }
        });
    }

    #[test]
    fn a_provider_that_panics_is_an_error() {
        let in_function =
            PasswordProvider::new(LONG, |_| -> std::future::Ready<Result<String, Infallible>> { panic!() });
        let in_future = PasswordProvider::new(LONG, |_| async { None.ok_or_else(|| -> Infallible { panic!() }) });
        for provider in [in_function, in_future] {
            let passwords = of(provider);
            for _ in 0..2 {
                let error = block_on(passwords.get(ANSWER)).err().unwrap();
                assert_eq!(error.to_string(), "the password provider panicked");
            }
        }
    }

    #[test]
    fn the_error_of_the_provider_is_a_source() {
        let passwords = of(PasswordProvider::new(Duration::ZERO, |_| ready(Err::<String, _>(std::fmt::Error))));
        let error = block_on(passwords.get(ANSWER)).err().unwrap();
        assert!(error.source().unwrap().is::<std::fmt::Error>());
    }
}
