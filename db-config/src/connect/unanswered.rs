//! Keeps a connection that does not answer out of its pool.

use std::ops::{Deref, DerefMut};

/// A pool's connection during a ping. If the ping is dropped before the answer, it closes the connection. Otherwise the pool
/// would return it to the next caller, and never open another one.
pub(crate) struct Unanswered<T> {
    /// It is there until [`answered`](Self::answered).
    connection: Option<T>,
    close: fn(T),
}

impl<T> Unanswered<T> {
    /// `close` takes the connection out of the pool.
    pub fn new(connection: T, close: fn(T)) -> Self {
        Self { connection: Some(connection), close }
    }

    /// Returns the connection to the pool.
    pub fn answered(mut self) {
        self.connection = None;
    }
}

impl<T> Drop for Unanswered<T> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            (self.close)(connection);
        }
    }
}

impl<T> Deref for Unanswered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.connection.as_ref().expect("there is no answer yet")
    }
}

impl<T> DerefMut for Unanswered<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.connection.as_mut().expect("there is no answer yet")
    }
}
