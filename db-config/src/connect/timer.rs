//! A timer that needs no async runtime: one thread wakes all tasks, and ends when none sleeps.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// A future that completes after a time.
pub(crate) struct Sleep {
    /// `None` if it never ends.
    end: Option<Instant>,
    /// Tells it from the others that end at the same time.
    number: u64,
}

/// The sleeping tasks.
struct Timer {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    sleeping: BTreeMap<(Instant, u64), Waker>,
    has_thread: bool,
}

static TIMER: Timer =
    Timer { state: Mutex::new(State { sleeping: BTreeMap::new(), has_thread: false }), changed: Condvar::new() };

/// The time to block a task if the thread cannot start.
const WITHOUT_THREAD: Duration = Duration::from_millis(10);

impl Timer {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes each task at its time, until none sleeps.
    fn run(&self) {
        let mut state = self.state();
        while let Some(first) = state.sleeping.first_entry() {
            let left = first.key().0.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let waker = first.remove();
                drop(state);
                waker.wake();
                state = self.state();
            } else {
                (state, _) = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
            }
        }
        state.has_thread = false;
    }
}

impl Sleep {
    pub fn new(time: Duration) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        Self { end: Instant::now().checked_add(time), number: NUMBERS.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else { return Poll::Pending };
        if Instant::now() >= end {
            return Poll::Ready(());
        }
        let mut state = TIMER.state();
        state.sleeping.insert((end, self.number), context.waker().clone());
        if !state.has_thread {
            let spawned = thread::Builder::new().name("db-config timer".to_owned()).spawn(|| TIMER.run());
            state.has_thread = spawned.is_ok();
        }
        let has_thread = state.has_thread;
        drop(state);
        TIMER.changed.notify_one();
        if !has_thread {
            // The process has too many threads.
            thread::sleep(WITHOUT_THREAD);
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(end) = self.end {
            TIMER.state().sleeping.remove(&(end, self.number));
            TIMER.changed.notify_one();
        }
    }
}

/// Returns the output of the future, or `None` if it takes longer than `limit`.
pub(crate) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
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
    fn many_tasks_share_one_thread() {
        let start = Instant::now();
        block_on(async {
            let sleep = |i: u64| tokio::spawn(Sleep::new(Duration::from_millis(50 + i % 50)));
            let tasks: Vec<_> = (0..1000).map(sleep).collect();
            for task in tasks {
                task.await.unwrap();
            }
        });
        assert!(start.elapsed() >= Duration::from_millis(99) && start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_dropped_future_does_not_sleep() {
        let key = block_on(async {
            let mut sleep = Box::pin(Sleep::new(Duration::from_secs(600)));
            std::future::poll_fn(|context| Poll::Ready(sleep.as_mut().poll(context).is_pending())).await;
            let key = (sleep.end.unwrap(), sleep.number);
            assert!(TIMER.state().sleeping.contains_key(&key));
            key
        });
        assert!(!TIMER.state().sleeping.contains_key(&key));
    }

    #[test]
    fn the_longest_time_never_ends() {
        assert_eq!(block_on(within(Duration::MAX, ready(7))), Some(7));
        assert!(block_on(within(Duration::from_millis(20), Sleep::new(Duration::MAX))).is_none());
    }
}
