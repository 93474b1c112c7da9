//! [`PasswordRefresh`]: a task that refreshes the password of a pool.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use super::error::ConnectError;
use super::rotate::{ANSWER, PasswordError, Passwords};
use super::timer::Sleep;
use super::trace;
use crate::error::UrlError;

/// Refreshes the password of a pool until it is dropped. [`Connect::connect_with`](crate::Connect::connect_with) returns it.
///
/// Keep it as long as the pool: without it, the pool's password stays as it is. It holds the pool, so drop both, or call the
/// pool's `close`, to close the connections.
///
/// The refresh runs in the tokio runtime that called `connect_with`. If the provider fails or panics, it is called again
/// after 10 seconds, or after the time of the cache if that is shorter. The pool keeps the last password meanwhile.
#[must_use = "the refresh ends if it is dropped"]
pub struct PasswordRefresh {
    task: AbortHandle,
    failure: Failure,
    /// Keeps the pool for the task, which holds it only while it sets a password.
    _pool: Arc<dyn Any + Send + Sync>,
}

/// The error of the last call.
type Failure = Arc<Mutex<Option<PasswordError>>>;

impl PasswordRefresh {
    /// Starts the task. `set` sets a password, and returns whether the pool is open.
    pub(crate) fn start(
        passwords: Arc<Passwords>,
        pool: Arc<dyn Any + Send + Sync>,
        set: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Result<Self, ConnectError> {
        let runtime = Handle::try_current().map_err(|error| {
            let error = UrlError::new(format!("missing tokio runtime to refresh the password: {error}"));
            error.with_help("call `connect_with` in a tokio runtime")
        })?;
        let failure = Failure::default();
        let of_task = Arc::clone(&failure);
        let task = runtime.spawn(async move {
            let mut pause = passwords.until_refresh();
            loop {
                Sleep::new(pause).await;
                let error = match passwords.get(ANSWER).await {
                    Ok(password) if set(&password.text) => None,
                    Ok(_) => return,
                    Err(error) => {
                        trace::not_refreshed(&error);
                        Some(error)
                    }
                };
                pause = match error {
                    None => passwords.until_refresh(),
                    Some(_) => passwords.until_retry(),
                };
                *of_task.lock().unwrap_or_else(PoisonError::into_inner) = error;
            }
        });
        Ok(Self { task: task.abort_handle(), failure, _pool: pool })
    }

    /// Returns the error of the provider if its last call failed.
    pub fn error(&self) -> Option<PasswordError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for PasswordRefresh {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for PasswordRefresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordRefresh").field("error", &self.error()).finish_non_exhaustive()
    }
}
