//! A password with a character that SASLprep prohibits, which sqlx shows in its error.

/// The error in the place of sqlx's own.
pub(crate) const PASSWORD_PROHIBITED: &str =
    "sqlx does not support the password: it contains a character that SASLprep prohibits, such as an emoji";

/// Returns whether an error shows a character of the password: `Failed to saslprep password: Error(ProhibitedCharacter('x'))`.
pub(crate) fn shows_password(error: &str) -> bool {
    error.contains("saslprep password")
}
