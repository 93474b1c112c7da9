//! A timer and a thread as futures, for any async runtime.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// A future that completes after a time. Its thread ends with it.
pub(super) struct Sleep(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    dropped: Condvar,
}

#[derive(Default)]
struct State {
    is_over: bool,
    is_dropped: bool,
    waker: Option<Waker>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Blocks until the time is over or the future is dropped.
    fn run(&self, end: Instant) {
        let mut state = self.state();
        while !state.is_dropped {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            (state, _) = self.dropped.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_over = true;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Sleep {
    pub fn new(time: Duration) -> Self {
        let shared = Arc::<Shared>::default();
        let end = Instant::now() + time;
        let of_thread = Arc::clone(&shared);
        let spawned = thread::Builder::new().name("db-config timer".to_owned()).spawn(move || of_thread.run(end));
        if spawned.is_err() {
            // Without a thread, the time is over at once.
            shared.state().is_over = true;
        }
        Self(shared)
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.state();
        if state.is_over {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.0.state().is_dropped = true;
        self.0.dropped.notify_all();
    }
}

/// Returns the output of the future, or `None` if it takes longer than `limit`.
pub(super) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut sleep = None;
    std::future::poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        let sleep = sleep.get_or_insert_with(|| Sleep::new(limit));
        Pin::new(sleep).poll(context).map(|()| None)
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn a_future_in_time_counts() {
        assert_eq!(block_on(within(Duration::from_secs(60), ready(7))), Some(7));
        assert_eq!(block_on(within(Duration::from_secs(60), Sleep::new(Duration::from_millis(20)))), Some(()));
    }

    #[test]
    fn a_future_that_is_late_is_dropped() {
        let start = Instant::now();
        assert_eq!(block_on(within(Duration::from_millis(50), pending::<()>())), None);
        assert!(start.elapsed() >= Duration::from_millis(50));
    }

    #[test]
    fn the_thread_ends_with_its_future() {
        let sleep = Sleep::new(Duration::from_secs(600));
        let shared = Arc::downgrade(&sleep.0);
        drop(sleep);
        let end = Instant::now() + Duration::from_secs(20);
        while shared.strong_count() > 0 {
            assert!(Instant::now() < end, "the thread still runs");
            thread::yield_now();
        }
    }
}
