//! The runtime of a deadpool pool, which measures the time to wait for a connection.

use super::error::ConnectError;
use crate::error::UrlError;

/// Returns tokio as deadpool's runtime, if the application enables it in its own dependency, and otherwise `None`.
///
/// deadpool has a variant of its enum for each runtime of its features. Inside the function, the variant takes precedence
/// over the constant of the same name. So no feature of db-config enables a runtime.
macro_rules! tokio_of_deadpool {
    ($($runtime:tt)+) => {{
        #[allow(non_upper_case_globals, dead_code, reason = "the name of deadpool's variant")]
        const Tokio1: Option<$($runtime)+> = None;
        #[allow(clippy::enum_glob_use, clippy::wildcard_imports, unused_imports, reason = "the variant may not exist")]
        fn runtime() -> Option<$($runtime)+> {
            use $($runtime)+::*;
            Tokio1.into()
        }
        runtime()
    }};
}
pub(crate) use tokio_of_deadpool;

/// Returns the error of an `acquire_timeout` without a runtime.
pub(crate) fn missing_runtime(client: &str) -> ConnectError {
    let error = UrlError::new(format!("`acquire_timeout` of {client} needs a runtime"));
    error.with_help(format!("enable `rt_tokio_1` in your dependency on {client}")).into()
}

#[cfg(test)]
mod tests {
    #[derive(Debug, PartialEq)]
    enum With {
        Tokio1,
    }

    #[derive(Debug, PartialEq)]
    enum Without {}

    #[test]
    fn the_runtime_is_there_if_the_application_enables_it() {
        assert_eq!(tokio_of_deadpool!(With), Some(With::Tokio1));
        assert_eq!(tokio_of_deadpool!(Without), None);
    }
}
