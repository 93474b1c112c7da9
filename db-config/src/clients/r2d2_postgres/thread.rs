//! Tells a thread that polls a future of tokio, where `postgres` panics, from one that may block.

use std::pin::Pin;
use std::task::{Context, Waker};

use tokio::io::{AsyncRead, ReadBuf};

/// More than the operations that a task of tokio may do in one poll, which are 128.
const OPERATIONS: usize = 4096;

/// Returns whether a runtime of tokio polls a future on this thread.
///
/// tokio limits the operations of a future in one poll, and then lets other tasks run. It limits nothing outside of a
/// runtime, in `spawn_blocking` and in `block_in_place`, where a thread may block. `Handle::try_current` does not tell
/// these apart, and the functions that do panic.
pub(super) fn polls_a_future() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    (0..OPERATIONS).any(|_| {
        let mut byte = [0];
        Pin::new(&mut tokio::io::empty()).poll_read(&mut context, &mut ReadBuf::new(&mut byte)).is_pending()
    })
}

#[cfg(test)]
mod tests {
    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn a_future_polls() {
        let runtime = runtime();
        assert!(runtime.block_on(async { polls_a_future() }));
        assert!(runtime.block_on(async { tokio::spawn(async { polls_a_future() }).await.unwrap() }));
        let handle = runtime.handle().clone();
        let nested = runtime.spawn_blocking(move || handle.block_on(async { polls_a_future() }));
        assert!(runtime.block_on(nested).unwrap());
    }

    #[test]
    fn a_thread_that_may_block_does_not() {
        assert!(!polls_a_future());
        let runtime = runtime();
        assert!(!runtime.block_on(runtime.spawn_blocking(polls_a_future)).unwrap());
        let _guard = runtime.enter();
        assert!(!polls_a_future());
    }

    #[test]
    fn the_future_goes_on() {
        let sum = async {
            assert!(polls_a_future());
            let numbers = (0..1000).map(|number| tokio::spawn(async move { number }));
            let mut sum = 0;
            for number in numbers.collect::<Vec<_>>() {
                sum += number.await.unwrap();
            }
            sum
        };
        assert_eq!(runtime().block_on(sum), 499_500);
    }
}
