//! Runs several futures at the same time, in one task.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Returns the outputs of the futures, in their order.
pub(super) async fn join<T>(mut futures: Vec<Pin<Box<dyn Future<Output = T> + Send>>>) -> Vec<T> {
    let mut outputs: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    poll_fn(|context| {
        let mut all = Poll::Ready(());
        for (future, output) in futures.iter_mut().zip(&mut outputs).filter(|(_, output)| output.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(value) => *output = Some(value),
                Poll::Pending => all = Poll::Pending,
            }
        }
        all
    })
    .await;
    outputs.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::task::{Context, Waker};

    use super::*;

    /// Completes when it is polled for the last time of `polls`.
    fn after(mut polls: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> {
        let all = polls;
        Box::pin(poll_fn(move |_| {
            polls = polls.checked_sub(1).expect("it is not polled after its end");
            if polls == 0 { Poll::Ready(all) } else { Poll::Pending }
        }))
    }

    #[test]
    fn the_outputs_have_the_order_of_the_futures() {
        let mut joined = Box::pin(join(vec![after(3), after(1), Box::pin(ready(7)), after(2)]));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(joined.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(joined.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(joined.as_mut().poll(&mut context), Poll::Ready(vec![3, 1, 7, 2]));
    }

    #[test]
    fn no_future_completes_at_once() {
        let joined = Box::pin(join::<u32>(Vec::new())).as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(joined, Poll::Ready(Vec::new()));
    }
}
