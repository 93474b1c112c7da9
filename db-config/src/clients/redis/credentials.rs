//! The passwords of a provider, as the credentials of a connection manager.

use std::future::{Future, pending, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_core::Stream;
use redis::auth::BasicAuth;
use redis::{ConnectionInfo, RedisResult, StreamingCredentialsProvider};

use super::login::{connect, failed, is_refused, log_in};
use crate::connect::error::ConnectError;
use crate::connect::rotate::{ANSWER, AsSource, Password, Passwords};
use crate::connect::timer::{Sleep, within};
use crate::connect::trace;

/// The fewest repetitions of an attempt to connect: one of them can use a password that the server has refused since it was
/// tried.
pub(super) const FEWEST_RETRIES: usize = 2;

/// The time for which a password that the server has accepted is not tried again.
const ACCEPTED: Duration = Duration::from_secs(10);

/// Passwords that the server has accepted.
///
/// The manager stops forever if the server refuses one. So a password is tried first, on a connection of its own, and every
/// error is an I/O error, after which the manager tries again.
pub(super) struct Credentials {
    source: Arc<Source>,
    state: Arc<Mutex<State>>,
}

struct Source {
    passwords: Arc<Passwords>,
    info: ConnectionInfo,
    /// The time limit of a connection to try a password.
    limit: Duration,
}

#[derive(Default)]
struct State {
    /// The search for a password that an attempt to connect has left behind: the manager ends an attempt after its time limit,
    /// one second by default. The next attempt continues the search.
    search: Option<Search>,
    /// The last result of a search, which counts once.
    accepted: Option<(String, Instant)>,
}

type Search = Pin<Box<dyn Future<Output = RedisResult<String>> + Send>>;

impl Credentials {
    pub(super) fn new(passwords: Arc<Passwords>, info: ConnectionInfo, limit: Duration) -> Self {
        Self { source: Arc::new(Source { passwords, info, limit }), state: Arc::default() }
    }
}

/// For each connection, the manager reads one password of one stream, and then all of another one.
impl StreamingCredentialsProvider for Credentials {
    fn subscribe(&self) -> Pin<Box<dyn Stream<Item = RedisResult<BasicAuth>> + Send>> {
        let next = Box::pin(password_for_connection(Arc::clone(&self.source), Arc::clone(&self.state)));
        Box::pin(Stages { source: Arc::clone(&self.source), next })
    }
}

/// Returns the password of the last search if nothing has used it, or that of the search that an attempt has left behind.
async fn password_for_connection(source: Arc<Source>, state: Arc<Mutex<State>>) -> RedisResult<String> {
    let accepted = lock(&state).accepted.take();
    if let Some((text, _)) = accepted.filter(|(_, time)| time.elapsed() < ACCEPTED) {
        return Ok(text);
    }
    let left_behind = lock(&state).search.take();
    let search = left_behind.unwrap_or_else(|| Box::pin(async move { source.password().await }));
    let mut running = Running { state: &state, search: Some(search) };
    let text = poll_fn(|context| running.poll(context)).await?;
    lock(&state).accepted = Some((text.clone(), Instant::now()));
    Ok(text)
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A search that goes back to the state if it is dropped before it is ready.
struct Running<'a> {
    state: &'a Mutex<State>,
    search: Option<Search>,
}

impl Running<'_> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<RedisResult<String>> {
        let Some(search) = &mut self.search else { return Poll::Pending };
        let password = ready!(search.as_mut().poll(context));
        self.search = None;
        Poll::Ready(password)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(search) = self.search.take() {
            lock(self.state).search = Some(search);
        }
    }
}

/// The password of a new connection, and then each new one.
struct Stages {
    source: Arc<Source>,
    next: Search,
}

impl Stream for Stages {
    type Item = RedisResult<BasicAuth>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let password = ready!(self.next.as_mut().poll(context));
        let (source, last) = (Arc::clone(&self.source), password.as_ref().ok().cloned());
        self.next = Box::pin(async move { Ok(source.next_password(last).await) });
        let user = self.source.info.redis_settings().username().unwrap_or("default").to_owned();
        Poll::Ready(Some(password.map(|password| BasicAuth::new(user, password))))
    }
}

impl Source {
    /// Returns a password that the server accepts. If it refuses a cached one, it asks for a new one.
    async fn password(&self) -> RedisResult<String> {
        loop {
            let Password { text, is_cached } = self.ask().await?;
            match within(self.limit, self.try_out(&text)).await {
                Some(Ok(true)) => return Ok(text),
                Some(Ok(false)) => self.passwords.forget(&text),
                Some(Err(error)) => return Err(io::Error::other(error).into()),
                None => return Err(io::Error::other(ConnectError::no_answer(self.limit)).into()),
            }
            if !is_cached {
                return Err(io::Error::other("the server refuses the password of the provider").into());
            }
        }
    }

    async fn ask(&self) -> RedisResult<Password> {
        let password = self.passwords.get(ANSWER).await;
        Ok(password.map_err(|error| io::Error::other(AsSource(error)))?)
    }

    /// Returns whether the server accepts the password.
    async fn try_out(&self, password: &str) -> Result<bool, ConnectError> {
        let settings = self.info.redis_settings().clone().set_password(password);
        let mut connection = connect(&self.info, self.limit).await?;
        match log_in(&mut connection, &settings).await {
            Ok(()) => Ok(true),
            Err(error) if is_refused(&error) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// Waits until the cache ends and the password is another one.
    async fn next_password(&self, last: Option<String>) -> String {
        if self.passwords.cache().is_zero() {
            return pending().await;
        }
        let mut pause = self.passwords.until_refresh();
        loop {
            Sleep::new(pause).await;
            let password = match self.ask().await {
                Ok(password) if last.as_ref() == Some(&password.text) => Ok(None),
                Ok(_) => self.password().await.map(Some),
                Err(error) => Err(error),
            };
            pause = match password {
                Ok(Some(password)) => return password,
                Ok(None) => self.passwords.until_refresh(),
                Err(error) => {
                    trace::not_refreshed(&error);
                    self.passwords.until_retry()
                }
            };
        }
    }
}
