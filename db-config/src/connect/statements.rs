//! The statements of `ping` for each SQL database. They need no rights.

use std::time::Duration;

use super::pong::Pong;
use db_config_syntax::Backend;

/// The statements for one database.
pub(crate) struct Statements {
    name: &'static str,
    /// Selects the version in the first column.
    pub version: &'static str,
    /// Asks whether the connection uses TLS, and the column of the answer: an empty text if not. It is a statement of its
    /// own, because some servers do not know it.
    pub tls: Option<(&'static str, usize)>,
}

const POSTGRES: Statements = Statements {
    name: "PostgreSQL",
    version: "select current_setting('server_version')",
    tls: Some(("select case when ssl then 'yes' else '' end from pg_stat_ssl where pid = pg_backend_pid()", 0)),
};

const MYSQL: Statements = Statements {
    name: "MySQL",
    version: "select version()",
    // A table of `performance_schema` would have one column, but the schema may be off.
    tls: Some(("show session status like 'Ssl_cipher'", 1)),
};

const SQLITE: Statements = Statements {
    name: "SQLite",
    // Reads the file, and not only the library's version.
    version: "select sqlite_version() from (select count(*) from sqlite_master)",
    tls: None,
};

impl Statements {
    /// Returns the statements for a SQL database.
    pub fn of(backend: Backend) -> &'static Self {
        match backend {
            Backend::MySql => &MYSQL,
            Backend::Sqlite => &SQLITE,
            _ => &POSTGRES,
        }
    }

    /// Returns the answer from what the statements returned.
    pub fn pong(&self, round_trip: Duration, version: Option<&str>, tls: Option<&str>) -> Pong {
        let server = version.map(|version| {
            // PostgreSQL adds the distribution in parentheses.
            let number = version.split(' ').next().unwrap_or_default();
            let name = if version.contains("MariaDB") { "MariaDB" } else { self.name };
            format!("{name} {}", number.split("-MariaDB").next().unwrap_or_default())
        });
        Pong::new(round_trip, server, tls.map(|answer| !answer.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_named_without_its_distribution() {
        let server =
            |backend, version| Statements::of(backend).pong(Duration::ZERO, Some(version), None).server.unwrap();
        assert_eq!(server(Backend::Postgres, "15.14 (Debian 15.14-0+deb12u1)"), "PostgreSQL 15.14");
        assert_eq!(server(Backend::MySql, "10.11.14-MariaDB-0+deb12u2"), "MariaDB 10.11.14");
        assert_eq!(server(Backend::MySql, "8.4.0"), "MySQL 8.4.0");
        assert_eq!(server(Backend::Sqlite, "3.50.2"), "SQLite 3.50.2");
    }
}
