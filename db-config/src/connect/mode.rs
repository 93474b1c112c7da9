//! Pools that connect in a future, and pools that block the thread.

use std::future::Future;
use std::pin::Pin;
use std::thread;
use std::time::{Duration, Instant};

use super::blocking::{self, OnThread};
use super::error::ConnectError;
use super::pong::Pong;
use super::progress::Progress;
use super::timer::{Sleep, within};
use super::wait::{ATTEMPT, Attempts, Next};
use super::{Connect, Connectable};
use crate::sealed::Sealed;

/// The time to find out why a pool could not be opened.
const CAUSE: Duration = Duration::from_secs(5);

/// How a pool is called: [`Async`] or [`Blocking`]. The trait is sealed.
pub trait Mode: Sealed + Sized {
    /// The result of a call: a future of `T`, or `T` itself.
    type Call<'a, T: 'a>;

    /// Opens the pool. With `wait`, it first connects until the server answers.
    #[doc(hidden)]
    fn connect<P: Connectable<Mode = Self>>(connect: &Connect<P>) -> Self::Call<'_, Result<P, ConnectError>>;

    /// Pings a pool.
    #[doc(hidden)]
    fn ping<P: Connectable<Mode = Self>>(pool: &P, limit: Duration) -> Self::Call<'_, Result<Pong, ConnectError>>;

    /// Pings on a connection outside the pool, in a future for both modes.
    #[doc(hidden)]
    fn probe<P: Connectable<Mode = Self>>(
        connect: &Connect<P>,
        limit: Duration,
    ) -> <Async as Mode>::Call<'_, Result<Pong, ConnectError>>;
}

/// A pool with futures.
#[derive(Debug)]
pub enum Async {}

/// A pool that blocks the thread.
#[derive(Debug)]
pub enum Blocking {}

impl Sealed for Async {}
impl Sealed for Blocking {}

impl Mode for Async {
    type Call<'a, T: 'a> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    fn connect<P: Connectable<Mode = Self>>(connect: &Connect<P>) -> Self::Call<'_, Result<P, ConnectError>> {
        Box::pin(async {
            let source = connect.source();
            connect.check_password()?;
            // A provider changes the password of the options.
            let mut connect = connect.clone();
            match connect.wait {
                None => connect.next_password(Duration::MAX).await?,
                Some(limit) => {
                    let mut attempts = Attempts::new(limit, source);
                    loop {
                        let password = connect.next_password(attempts.left()).await;
                        let limit = attempts.limit();
                        let result = match password {
                            Ok(()) => Self::probe(&connect, limit).await,
                            Err(error) => Err(error),
                        };
                        match attempts.next(result, limit) {
                            Next::Connected => break,
                            Next::After(pause) => Sleep::new(pause).await,
                            Next::Failed(error) => return Err(error),
                        }
                    }
                }
            }
            let connect = &connect;
            let error = match P::open(connect).await {
                Ok(pool) => return Ok(pool),
                Err(error) => error.in_variable(source),
            };
            match error.hides_cause() {
                true => Err(Self::probe(connect, CAUSE).await.err().unwrap_or(error)),
                false => Err(error),
            }
        })
    }

    fn ping<P: Connectable<Mode = Self>>(pool: &P, limit: Duration) -> Self::Call<'_, Result<Pong, ConnectError>> {
        Box::pin(async move {
            let progress = Progress::default();
            progress.answer(limit, within(limit, P::ping(pool, limit, &progress)).await)
        })
    }

    fn probe<P: Connectable<Mode = Self>>(
        connect: &Connect<P>,
        limit: Duration,
    ) -> Self::Call<'_, Result<Pong, ConnectError>> {
        Box::pin(async move {
            connect.check_password()?;
            let answer = answer(limit, within(limit, P::probe(connect, limit)).await);
            answer.map_err(|error| error.in_variable(connect.source()))
        })
    }
}

impl Mode for Blocking {
    type Call<'a, T: 'a> = T;

    fn connect<P: Connectable<Mode = Self>>(connect: &Connect<P>) -> Result<P, ConnectError> {
        P::check_thread().map_err(|error| error.in_variable(connect.source()))?;
        if let Some(wait) = connect.wait {
            let (start, mut attempts) = (Instant::now(), Attempts::new(wait, connect.source()));
            loop {
                // Nothing ends a blocking call. Another attempt would leave one more thread and connection behind, so this
                // one has all of the time.
                let limit = wait.saturating_sub(start.elapsed());
                let probed = blocking::within(limit, probe(connect, limit));
                match attempts.next(answer(limit, probed), limit.min(ATTEMPT)) {
                    Next::Connected => break,
                    Next::After(pause) => thread::sleep(pause),
                    Next::Failed(error) => return Err(error),
                }
            }
        }
        P::open(connect).map_err(|error| error.in_variable(connect.source()))
    }

    fn ping<P: Connectable<Mode = Self>>(pool: &P, limit: Duration) -> Result<Pong, ConnectError> {
        P::check_thread().map_err(ConnectError::of_ping)?;
        P::ping(pool, limit, &Progress::default())
    }

    fn probe<P: Connectable<Mode = Self>>(
        connect: &Connect<P>,
        limit: Duration,
    ) -> <Async as Mode>::Call<'_, Result<Pong, ConnectError>> {
        let probed = OnThread::new(probe(connect, limit));
        Box::pin(async move { answer(limit, within(limit, probed).await) })
    }
}

/// Returns the call that a thread makes.
fn probe<P: Connectable<Mode = Blocking>>(
    connect: &Connect<P>,
    limit: Duration,
) -> impl FnOnce() -> Result<Pong, ConnectError> + Send + use<P> {
    let connect = connect.clone();
    move || P::probe(&connect, limit).map_err(|error| error.in_variable(connect.source()))
}

/// Returns the answer, or the error that there was none in time.
fn answer(limit: Duration, answer: Option<Result<Pong, ConnectError>>) -> Result<Pong, ConnectError> {
    answer.unwrap_or_else(|| Err(ConnectError::no_answer(limit)))
}
