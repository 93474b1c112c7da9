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

/// Reports that a provider did not return a new password.
#[cfg(feature = "tokio")]
pub(super) fn not_refreshed(error: &super::rotate::PasswordError) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "db_config", cause = super::error::with_causes(error), "the password is not refreshed");
    let _ = error;
}
