//! Settings as a URL without the password, for `Debug`: what they say now, whatever the application has set since.

use std::fmt::{self, Write as _};

use crate::{DatabaseUrl, FromDatabaseUrl};
use db_config_syntax::percent::encoded;
use db_config_syntax::redact::Printable;

/// Settings of one server or several.
pub(super) struct Shown<'a> {
    pub scheme: &'a str,
    pub user: Option<&'a str>,
    pub has_password: bool,
    /// As they stand in a URL.
    pub hosts: String,
    pub database: Option<&'a str>,
    pub tls: &'a str,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        write!(f, "{}://", self.scheme)?;
        if let Some(user) = self.user {
            let password = if self.has_password { ":***" } else { "" };
            write!(f, "{}{password}@", encoded(user))?;
        }
        write!(f, "{}/{} (TLS {})", self.hosts, self.database.unwrap_or_default(), self.tls)
    }
}

/// The canonical text of a client that takes nothing else.
pub(super) fn text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => url.fmt_redacted(f),
        Err(_) => f.write_str("a text that is not this crate's"),
    }
}

/// Whether a password is set, for settings that show it in their own `Debug` and nowhere else.
pub(super) fn has_password(settings: &impl fmt::Debug) -> bool {
    // A line for each field, which no text of another can begin.
    let shown = format!("{settings:#?}");
    let mut lines = shown.lines().map(str::trim).skip_while(|line| !line.starts_with("password: "));
    // An empty one keeps the client from reading it elsewhere.
    !matches!((lines.next(), lines.next()), (Some("password: None,"), _) | (_, Some("\"\",")))
}
