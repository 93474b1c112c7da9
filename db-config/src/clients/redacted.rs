//! Client options as a redacted URL, for `Debug`. It shows the current options, including the changes of the application.

use std::fmt::{self, Write as _};

use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::DatabaseUrl;
use db_config_syntax::percent::encoded;
use db_config_syntax::printable::Printable;

/// The options of a client. The password is left out, because not every client shows whether there is one.
pub(super) struct Redacted<'a> {
    pub scheme: &'a str,
    pub user: Option<&'a str>,
    /// The hosts, as in a URL.
    pub hosts: String,
    pub database: Option<&'a str>,
    pub tls: &'a str,
}

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        write!(f, "{}://", self.scheme)?;
        if let Some(user) = self.user {
            write!(f, "{}@", encoded(user))?;
        }
        write!(f, "{}/{} (TLS {})", self.hosts, self.database.unwrap_or_default(), self.tls)
    }
}

/// Writes the canonical URL of a client, redacted.
pub(super) fn text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => url.fmt_redacted(f),
        Err(_) => f.write_str("a redacted connection string"),
    }
}
