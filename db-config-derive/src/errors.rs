use quote::ToTokens;
use std::fmt::Display;
use std::thread;
use syn::{Error, Result};

/// Collects all errors of one derive, so that one build reports them all. Panics if dropped without a call of `check`.
pub struct Errors {
    /// The errors, or `None` after `check`.
    errors: Option<Vec<Error>>,
}

impl Errors {
    pub fn new() -> Self {
        Errors { errors: Some(Vec::new()) }
    }

    pub fn push(&mut self, error: Error) {
        self.errors.as_mut().unwrap().push(error);
    }

    pub fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// Returns the value of a result, or collects its error.
    pub fn ok<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub fn count(&self) -> usize {
        self.errors.as_ref().unwrap().len()
    }

    pub fn check(mut self) -> Result<()> {
        let errors = self.errors.take().unwrap();
        let combined = errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        combined.map_or(Ok(()), Err)
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if self.errors.is_some() && !thread::panicking() {
            panic!("forgot to check for errors");
        }
    }
}
