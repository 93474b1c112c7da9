//! The `tracing` events of `wait`: one for each attempt. Requires the feature `tracing`.

use super::error::ConnectError;

/// Reports that an attempt succeeded.
pub(super) fn connected(variable: Option<&str>, attempt: u32) {
    #[cfg(feature = "tracing")]
    tracing::info!(target: "db_config", variable, attempt, "connected");
    let _ = (variable, attempt);
}

/// Reports that an attempt failed, with the cause.
pub(super) fn failed(variable: Option<&str>, attempt: u32, error: &ConnectError) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "db_config", variable, attempt, cause = %error.cause(), "no connection yet");
    let _ = (variable, attempt, error);
}

/// Reports that a provider did not return a new password, or that the server refuses it.
#[cfg(any(feature = "tokio", feature = "redis-1-connection-manager"))]
pub(crate) fn not_refreshed(error: &(dyn std::error::Error + 'static)) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "db_config", cause = super::error::with_causes(error), "the password is not refreshed");
    let _ = error;
}
