//! A lock that a future waits for, in any async runtime.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// Lets one future at a time continue.
#[derive(Default)]
pub(super) struct Turns(Mutex<State>);

#[derive(Default)]
struct State {
    is_taken: bool,
    waiting: Vec<Waker>,
}

/// The turn of one future, until it is dropped.
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    pub async fn next(&self) -> Turn<'_> {
        poll_fn(|context| {
            let mut state = self.state();
            if state.is_taken {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            state.is_taken = true;
            Poll::Ready(())
        })
        .await;
        Turn(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_taken = false;
        // All of them, because the next one may have been dropped.
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        for waker in waiting {
            waker.wake();
        }
    }
}
