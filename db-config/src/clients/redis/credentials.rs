//! The passwords of a provider, as the credentials of a connection manager.

use std::future::{Future, pending};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_core::Stream;
use redis::auth::BasicAuth;
use redis::{ConnectionInfo, RedisResult, StreamingCredentialsProvider};

use super::login::{connect, is_refused, log_in};
use crate::connect::rotate::{ANSWER, AsSource, Password, Passwords, SHORTEST};
use crate::connect::timer::Sleep;
use crate::connect::trace;

/// Passwords that the server has accepted.
///
/// The manager stops forever if the server refuses one. So a password is tried first, on a connection of its own, and every
/// error is an I/O error, after which the manager tries again.
pub(super) struct Credentials(Arc<Source>);

struct Source {
    passwords: Arc<Passwords>,
    info: ConnectionInfo,
    /// The time limit of a connection to try a password.
    limit: Duration,
    /// The password that the server has accepted for the first stream of a connection, for the second one.
    accepted: Mutex<Option<(String, Instant)>>,
}

impl Credentials {
    pub(super) fn new(passwords: Arc<Passwords>, info: ConnectionInfo, limit: Duration) -> Self {
        Self(Arc::new(Source { passwords, info, limit, accepted: Mutex::default() }))
    }
}

/// For each connection, the manager reads one password of one stream, and then all of another one.
impl StreamingCredentialsProvider for Credentials {
    fn subscribe(&self) -> Pin<Box<dyn Stream<Item = RedisResult<BasicAuth>> + Send>> {
        let source = Arc::clone(&self.0);
        let first = Arc::clone(&source);
        Box::pin(Stages { source, next: Box::pin(async move { first.password().await }) })
    }
}

/// The password of a new connection, and then each new one.
struct Stages {
    source: Arc<Source>,
    next: Pin<Box<dyn Future<Output = RedisResult<String>> + Send>>,
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
            let password = self.passwords.get(ANSWER).await;
            let Password { text, is_cached } = password.map_err(|error| io::Error::other(AsSource(error)))?;
            if self.take_accepted().is_some_and(|accepted| accepted == text) {
                return Ok(text);
            }
            let settings = self.info.redis_settings().clone().set_password(&text);
            let mut connection = connect(&self.info, self.limit).await.map_err(io::Error::other)?;
            match log_in(&mut connection, &settings).await {
                Ok(()) => {
                    *self.lock_accepted() = Some((text.clone(), Instant::now()));
                    return Ok(text);
                }
                Err(error) if is_refused(&error) => {
                    self.passwords.forget(&text);
                    if !is_cached {
                        return Err(io::Error::other(error).into());
                    }
                }
                Err(error) => return Err(io::Error::other(error).into()),
            }
        }
    }

    /// Returns a password that the server has just accepted, once.
    fn take_accepted(&self) -> Option<String> {
        let (password, time) = self.lock_accepted().take()?;
        (time.elapsed() < SHORTEST).then_some(password)
    }

    fn lock_accepted(&self) -> MutexGuard<'_, Option<(String, Instant)>> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the cache ends and the password is another one.
    async fn next_password(&self, last: Option<String>) -> String {
        if self.passwords.cache().is_zero() {
            return pending().await;
        }
        let mut pause = self.passwords.until_refresh();
        loop {
            Sleep::new(pause).await;
            pause = match self.password().await {
                Ok(password) if last.as_ref() != Some(&password) => return password,
                Ok(_) => self.passwords.until_refresh(),
                Err(error) => {
                    trace::not_refreshed(&error);
                    self.passwords.until_retry()
                }
            };
        }
    }
}
