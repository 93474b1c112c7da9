//! The parts of a URL that variables of their own set, such as `DB_HOST` and `DB_PASSWORD`.

use crate::backend::Backend;
use crate::query::{derived_variable, joined};

/// A part of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The host name, the address or the path of a socket.
    Host,
    /// The port.
    Port,
    /// The user name.
    User,
    /// The password.
    Password,
    /// The name of the database, or the path of the SQLite file.
    Name,
    /// The TLS mode.
    Tls,
    /// The database system.
    Scheme,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 7] =
        [Part::Host, Part::Port, Part::User, Part::Password, Part::Name, Part::Tls, Part::Scheme];

    /// Returns the name in the attribute `parts(...)`.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Host => "host",
            Part::Port => "port",
            Part::User => "user",
            Part::Password => "password",
            Part::Name => "name",
            Part::Tls => "tls",
            Part::Scheme => "scheme",
        }
    }

    /// Returns the names that variables have after their prefix. The first one is the usual one.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Part::Host => &["HOST", "HOSTNAME", "SERVER", "ADDRESS"],
            Part::Port => &["PORT"],
            Part::User => &["USER", "USERNAME"],
            Part::Password => &["PASSWORD", "PASS", "PWD"],
            Part::Name => &["NAME", "DATABASE", "DATABASE_NAME", "DATABASENAME", "DB", "DB_NAME", "DBNAME"],
            Part::Tls => &["TLS", "SSLMODE", "SSL_MODE", "SSL", Self::REQUIRE_SSL],
            Part::Scheme => &["SCHEME", "ENGINE", "CONNECTION"],
        }
    }

    /// Returns whether a variable or key of [`Part::Scheme`] names the scheme of the URL. Others name the database system: AWS'
    /// and Django's `ENGINE`, Laravel's `CONNECTION`, and your own names.
    pub fn names_scheme(name: &str) -> bool {
        name.to_ascii_uppercase().ends_with("SCHEME")
    }

    /// The TLS part that asks for TLS if it is true, and states nothing if it is false.
    pub const REQUIRE_SSL: &'static str = "REQUIRE_SSL";

    /// Returns whether the name of a variable ends in [`REQUIRE_SSL`](Self::REQUIRE_SSL).
    pub fn is_require_ssl(name: &str) -> bool {
        name.to_ascii_uppercase().ends_with(Self::REQUIRE_SSL)
    }

    /// Returns the names of the variables that set this part: `own` if it is given, else the endings after `prefix`, or after
    /// the URL's variable without `_URL`. After a prefix that ends in a dot, they are in lower case.
    pub fn variables(self, own: Option<String>, prefix: Option<&str>, url_variable: &str) -> Vec<String> {
        if let Some(own) = own {
            return vec![own];
        }
        let start = prefix.map_or_else(|| derived_variable(url_variable, "_"), str::to_owned);
        self.endings().iter().map(|ending| joined(&start, ending)).collect()
    }

    /// Returns the part with this name in the attribute.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// Returns the variable of a JSON object with the user name and the password, after the prefix of parts: `DB_SECRET` for
/// `DB_`.
pub fn secret_variable(prefix: &str) -> String {
    joined(prefix, SECRET)
}

/// The ending of [`secret_variable`].
pub const SECRET: &str = "SECRET";

/// Returns the database system that a value of [`Part::Scheme`] names: a scheme, or the name in AWS, Laravel or Django.
pub fn engine(name: &str) -> Option<Backend> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("django.db.backends.").unwrap_or(&name);
    match name {
        "pgsql" | "aurora-postgresql" | "postgresql_psycopg2" => Some(Backend::Postgres),
        "aurora-mysql" => Some(Backend::MySql),
        "mongo" => Some(Backend::MongoDb),
        name => Backend::from_scheme(name).map(|(backend, _)| backend),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines() {
        for (name, backend) in [
            ("postgres", Backend::Postgres),
            ("pgsql", Backend::Postgres),
            ("aurora-postgresql", Backend::Postgres),
            ("django.db.backends.postgresql", Backend::Postgres),
            ("django.db.backends.postgresql_psycopg2", Backend::Postgres),
            ("MySQL", Backend::MySql),
            ("mariadb", Backend::MySql),
            ("aurora-mysql", Backend::MySql),
            ("django.db.backends.sqlite3", Backend::Sqlite),
            ("mongodb", Backend::MongoDb),
        ] {
            assert_eq!(engine(name), Some(backend), "{name}");
        }
        assert_eq!(engine("oracle"), None);
    }

    #[test]
    fn no_two_parts_share_an_ending() {
        let all: Vec<&str> = Part::ALL.iter().flat_map(|part| part.endings()).copied().collect();
        let distinct: std::collections::HashSet<&str> = all.iter().copied().collect();
        assert_eq!(distinct.len(), all.len());
        assert!(Part::ALL.into_iter().all(|part| Part::from_name(part.name()) == Some(part)));
    }
}
