//! Settings as a URL without secrets, for `Debug`: as they are now, whatever the application has set since.

use std::fmt::{self, Write as _};

use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::DatabaseUrl;
use db_config_syntax::percent::encoded;
use db_config_syntax::printable::Printable;

/// Settings of one server or several. Not every client tells whether they have a password, so none is shown, not even as
/// `***`.
pub(super) struct Redacted<'a> {
    pub scheme: &'a str,
    pub user: Option<&'a str>,
    /// As they stand in a URL.
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

/// The canonical text of a client that takes nothing else.
pub(super) fn text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => url.fmt_redacted(f),
        Err(_) => f.write_str("a text that is not this crate's"),
    }
}
