//! Runs blocking calls on threads: with a time limit, and as a future.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

const NAME: &str = "db-config connect";

/// Returns the output of `call`, or `None` if it takes longer than `limit`. Its thread then ends with the call. If the process
/// has too many threads, the call runs on this one, without a limit. A panic of the call is a panic of this thread.
pub(crate) fn within<T: Send + 'static>(limit: Duration, call: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let call = Arc::new(Mutex::new(Some(call)));
    let of_thread = Arc::clone(&call);
    let run = move || {
        let call = lock(&of_thread).take();
        drop(call.map(|call| sender.send(call())));
    };
    match thread::Builder::new().name(NAME.to_owned()).spawn(run) {
        Ok(thread) => match receiver.recv_timeout(limit) {
            Ok(output) => Some(output),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Ok(()) => None,
                Err(panic) => resume_unwind(panic),
            },
        },
        Err(_) => {
            let call = lock(&call).take();
            call.map(|call| call())
        }
    }
}

/// The output of a call on a thread, as a future.
pub(super) struct OnThread<T>(Arc<Mutex<State<T>>>);

struct State<T> {
    output: Option<T>,
    waker: Option<Waker>,
}

impl<T: Send + 'static> OnThread<T> {
    /// Starts the call. Without a thread, the future never completes, so limit its time.
    pub fn new(call: impl FnOnce() -> T + Send + 'static) -> Self {
        let shared = Arc::new(Mutex::new(State { output: None, waker: None }));
        let of_thread = Arc::clone(&shared);
        let run = move || {
            let output = call();
            let mut state = lock(&of_thread);
            state.output = Some(output);
            let waker = state.waker.take();
            drop(state);
            if let Some(waker) = waker {
                waker.wake();
            }
        };
        let _ = thread::Builder::new().name(NAME.to_owned()).spawn(run);
        Self(shared)
    }
}

impl<T> Future for OnThread<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = lock(&self.0);
        match state.output.take() {
            Some(output) => Poll::Ready(output),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    #[test]
    fn a_call_has_its_time() {
        assert_eq!(within(LONG, || 7), Some(7));
        assert_eq!(within(Duration::from_millis(20), || thread::sleep(Duration::from_millis(500))), None);
    }

    #[test]
    #[should_panic(expected = "no provider")]
    fn a_panic_is_not_a_server_without_an_answer() {
        within(LONG, || panic!("no provider"));
    }
}
