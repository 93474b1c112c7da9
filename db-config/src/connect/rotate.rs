//! [`PasswordProvider`]: a password for each new connection, such as an IAM token.

mod turns;

use std::error::Error;
use std::fmt;
use std::future::{Future, ready};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// The time that a provider has for its answer.
const ANSWER: Duration = Duration::from_secs(30);

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
    /// this time, and at most once a second. A call may take 30 seconds.
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
/// In the error of a pool, it is one of the sources.
#[derive(Debug)]
pub struct PasswordError(Option<BoxError>);

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(_) => f.write_str("the password provider failed"),
            None => write!(f, "the password provider did not answer within {} s", ANSWER.as_secs()),
        }
    }
}

impl Error for PasswordError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_deref().map(|error| error as _)
    }
}

/// The passwords of one pool.
pub struct Passwords {
    provider: PasswordProvider,
    target: Target,
    turns: Turns,
    cached: Mutex<Option<(String, Instant)>>,
}

/// A password, and whether it was in the cache.
pub struct Password {
    pub text: String,
    pub is_cached: bool,
}

impl Passwords {
    pub fn new(provider: PasswordProvider, target: Target) -> Self {
        Self { provider, target, turns: Turns::default(), cached: Mutex::default() }
    }

    /// Returns the time for which a password is used.
    pub fn cache(&self) -> Duration {
        self.provider.cache
    }

    /// Returns the cached password, or asks for a new one. Calls at the same time ask once.
    pub async fn get(&self) -> Result<Password, PasswordError> {
        let _turn = self.turns.next().await;
        let cached = self.cached().as_ref().filter(|(_, end)| Instant::now() < *end).map(|(text, _)| text.clone());
        match cached {
            Some(text) => Ok(Password { text, is_cached: true }),
            None => Ok(Password { text: self.ask().await?, is_cached: false }),
        }
    }

    /// Asks for a new password.
    pub async fn ask(&self) -> Result<String, PasswordError> {
        // The password may be valid from the start of the call.
        let end = Instant::now() + self.cache();
        let answer = within(ANSWER, (self.provider.ask)(self.target.clone())).await;
        let text = answer.ok_or(PasswordError(None))?.map_err(|error| PasswordError(Some(error)))?;
        *self.cached() = Some((text.clone(), end));
        Ok(text)
    }

    /// Removes a password that the server refuses from the cache.
    pub fn forget(&self, password: &str) {
        self.cached().take_if(|(text, _)| text == password);
    }

    fn cached(&self) -> MutexGuard<'_, Option<(String, Instant)>> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A pool whose password can change while it is open, for [`Connect::connect_with`]. The trait is sealed.
///
/// It is implemented for these types:
///
/// | pool | calls the provider | feature |
/// |---|---|---|
/// | `Pool` of deadpool-postgres | before each new connection | `deadpool-postgres` |
/// | `Pool<AsyncPgConnection>` of diesel-async with bb8 or deadpool | before each new connection | `diesel-async-rustls`, and `bb8` or `deadpool` |
/// | `PgPool` and `MySqlPool` of sqlx | in the background, each time that the cache ends | `tokio`, and that of the driver |
#[diagnostic::on_unimplemented(
    message = "`connect_with` is not supported, because the password of `{Self}` cannot change while the pool is open",
    label = "use a pool of deadpool-postgres, diesel-async or sqlx",
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
    fn rotate(connect: &mut Connect<Self>, passwords: &Rotation, tls: bool);

    /// Returns the result for an open pool.
    #[doc(hidden)]
    fn opened(pool: Self, passwords: Rotation) -> Result<Self::Opened, ConnectError>;
}

/// The passwords of a pool, and the first one.
#[derive(Clone)]
pub struct Rotation {
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) first: String,
}

impl<P: Connectable> Connect<P> {
    /// Opens the pool with the passwords of a provider, instead of that of the URL: `connect_with(provider).await?`.
    ///
    /// It asks for a password once, waits as [`connect`](Self::connect) does, and opens the pool. A `prefer` that neither
    /// the URL nor the `tls` attribute sets becomes `require`, so that no token is sent without TLS.
    ///
    /// deadpool-postgres and diesel-async then get a password before each new connection. If the server refuses a cached
    /// password, they ask for a new one.
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
            let first = passwords.get().await.map_err(|error| in_variable(ConnectError::client(error, true)))?.text;
            let rotation = Rotation { passwords, first };
            let mut connect = self.clone();
            let raised = connect.tls.for_provider();
            let tls = raised.is_some();
            connect.tls = raised.unwrap_or(connect.tls);
            P::rotate(&mut connect, &rotation, tls);
            let pool = Async::connect(&connect).await?;
            P::opened(pool, rotation).map_err(in_variable)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    fn passwords(cache: Duration) -> (Passwords, Arc<AtomicU32>) {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let provider = PasswordProvider::new(cache, move |_| {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                tokio::task::yield_now().await;
                Ok::<_, std::convert::Infallible>(number.to_string())
            }
        });
        let target = Target { host: String::new(), port: 1, user: String::new(), database: String::new() };
        (Passwords::new(provider, target), count)
    }

    #[test]
    fn a_password_is_used_for_the_time_of_the_cache() {
        block_on(async {
            let (passwords, count) = passwords(Duration::from_secs(60));
            for is_cached in [false, true, true] {
                let password = passwords.get().await.unwrap();
                assert_eq!((password.text.as_str(), password.is_cached), ("0", is_cached));
            }
            passwords.forget("another");
            assert_eq!(passwords.get().await.unwrap().text, "0");
            passwords.forget("0");
            assert_eq!(passwords.get().await.unwrap().text, "1");
            assert_eq!(count.load(Ordering::Relaxed), 2);
        });
    }

    #[test]
    fn without_a_cache_each_call_asks() {
        block_on(async {
            let (passwords, count) = passwords(Duration::ZERO);
            for _ in 0..3 {
                assert!(!passwords.get().await.unwrap().is_cached);
            }
            assert_eq!(count.load(Ordering::Relaxed), 3);
        });
    }

    #[test]
    fn calls_at_the_same_time_ask_once() {
        block_on(async {
            let (passwords, count) = passwords(Duration::from_secs(60));
            // A call that is dropped gives its turn to the next one.
            assert!(
                within(Duration::ZERO, async { passwords.get().await.map(|_| pending::<()>()) })
                    .await
                    .is_none_or(|it| it.is_ok())
            );
            passwords.forget("0");
            count.store(0, Ordering::Relaxed);
            let get = || async { passwords.get().await.unwrap().text };
            let all = tokio::join!(get(), get(), get(), get());
            assert_eq!(count.load(Ordering::Relaxed), 1, "{all:?}");
        });
    }

    #[test]
    fn the_error_of_the_provider_is_a_source() {
        let provider = PasswordProvider::new(Duration::ZERO, |_| ready(Err::<String, _>(std::fmt::Error)));
        let target = Target { host: String::new(), port: 1, user: String::new(), database: String::new() };
        let error = block_on(Passwords::new(provider, target).get()).err().unwrap();
        assert!(error.source().unwrap().is::<std::fmt::Error>());
    }
}
