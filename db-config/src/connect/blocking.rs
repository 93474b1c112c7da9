//! Runs blocking calls on threads: with a time limit, and as a future.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

const NAME: &str = "db-config connect";

/// Returns the output of `call`, or `None` if it takes longer than `limit`. Its thread then ends with the call. If the process
/// has too many threads, the call runs on this one, without a limit.
pub(crate) fn within<T: Send + 'static>(limit: Duration, call: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let call = Arc::new(Mutex::new(Some(call)));
    let of_thread = Arc::clone(&call);
    let run = move || {
        let call = lock(&of_thread).take();
        drop(call.map(|call| sender.send(call())));
    };
    match thread::Builder::new().name(NAME.to_owned()).spawn(run) {
        Ok(_) => receiver.recv_timeout(limit).ok(),
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
