//! Equality of URLs.

use std::hash::{Hash, Hasher};

use super::DatabaseUrl;

impl DatabaseUrl {
    /// Returns everything that client options depend on. Variables and attributes fill in parts, and each in-memory
    /// database without a name is a different one.
    fn behavior(&self) -> impl Eq + Hash {
        let pairs: Vec<_> = self.pairs().iter().map(|pair| (pair.is_attribute, &pair.name, &pair.value)).collect();
        let login = (self.username(), self.password(), self.database());
        let memory = self.is_in_memory().then(|| self.memory_name().ok());
        let flags = (self.opens_pathname, self.has_service, self.in_release_command);
        (self.expose_secret(), &self.hosts, login, pairs, &self.tls, memory, flags)
    }
}

/// Compares the URLs, the values that variables and attributes fill in, and the TLS plans.
///
/// `sqlite::memory:` parsed twice names two databases, so the two URLs differ. A clone is equal to its original.
///
/// ```
/// use db_config::DatabaseUrl;
///
/// let url = |text: &str| text.parse::<DatabaseUrl>().unwrap();
/// assert_eq!(url("sqlite:app.db"), url("sqlite:app.db"));
/// assert_ne!(url("sqlite::memory:"), url("sqlite::memory:"));
/// ```
impl PartialEq for DatabaseUrl {
    fn eq(&self, other: &Self) -> bool {
        self.behavior() == other.behavior()
    }
}

impl Eq for DatabaseUrl {}

impl Hash for DatabaseUrl {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.behavior().hash(state);
    }
}
