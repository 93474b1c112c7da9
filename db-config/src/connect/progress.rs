//! Tells a pool without a free connection from a server that does not answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::error::ConnectError;
use super::pong::Pong;

/// Whether a ping has acquired its connection.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<AtomicBool>);

impl Progress {
    /// Records that the ping has its connection.
    pub(crate) fn acquired(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns the answer, or the error that there was none in time.
    pub(crate) fn answer(
        &self,
        limit: Duration,
        answer: Option<Result<Pong, ConnectError>>,
    ) -> Result<Pong, ConnectError> {
        let answer = answer.unwrap_or_else(|| {
            Err(match self.0.load(Ordering::Relaxed) {
                true => ConnectError::no_answer(limit),
                false => ConnectError::no_connection(limit),
            })
        });
        answer.map_err(ConnectError::of_ping)
    }
}
