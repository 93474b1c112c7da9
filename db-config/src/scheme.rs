//! Which schemes there are, and the database that each one names.

use crate::ascii::same;

/// The kind of database behind a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Backend {
    /// PostgreSQL and what speaks its protocol: `postgres`, `postgresql`.
    Postgres,
    /// MySQL and MariaDB: `mysql`, `mariadb`, `mysql2`.
    MySql,
    /// SQLite: `sqlite`, `sqlite3`, `file`.
    Sqlite,
    /// MongoDB: `mongodb`, `mongodb+srv`.
    MongoDb,
}

/// Every backend with the spellings of its scheme, the one that its own manual uses first.
const SCHEMES: &[(Backend, &[&str])] = &[
    (Backend::Postgres, &["postgres", "postgresql"]),
    (Backend::MySql, &["mysql", "mariadb", "mysql2"]),
    (Backend::Sqlite, &["sqlite", "sqlite3", "file"]),
    (Backend::MongoDb, &["mongodb", "mongodb+srv"]),
];

/// All spellings, for what takes every backend.
pub(crate) const ALL: &[&str] =
    &["postgres", "postgresql", "mysql", "mariadb", "mysql2", "sqlite", "sqlite3", "file", "mongodb", "mongodb+srv"];

/// What other tools write, and the scheme of ours that serves it, if one does.
#[rustfmt::skip]
pub(crate) const OTHERS: &[(&str, Option<&str>)] = &[
    ("pg", Some("postgres")), ("pgsql", Some("postgres")), ("psql", Some("postgres")), ("postgis", Some("postgres")),
    ("cockroach", Some("postgres")), ("cockroachdb", Some("postgres")), ("timescale", Some("postgres")),
    ("redshift", Some("postgres")),
    ("trilogy", Some("mysql")), ("mysqlx", None), ("mysqlgis", Some("mysql")),
    ("spatialite", Some("sqlite")),
    ("mssql", None), ("sqlserver", None), ("oracle", None), ("redis", None), ("rediss", None), ("libsql", None),
    ("http", None), ("https", None), ("prisma", None), ("prisma+postgres", None),
];

/// The spellings of the SQL databases.
#[allow(dead_code, reason = "for the clients that take all of them")]
pub(crate) const SQL: &[&str] = ALL.split_at(8).0;

impl Backend {
    /// The spellings of this backend's scheme, as
    /// [`FromDatabaseUrl::SCHEMES`](crate::FromDatabaseUrl::SCHEMES) wants them.
    ///
    /// ```
    /// use db_config::Backend;
    /// assert_eq!(Backend::Postgres.schemes(), ["postgres", "postgresql"]);
    /// ```
    pub const fn schemes(self) -> &'static [&'static str] {
        SCHEMES[self as usize].1
    }

    /// The name that people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Backend::Postgres => "PostgreSQL",
            Backend::MySql => "MySQL",
            Backend::Sqlite => "SQLite",
            Backend::MongoDb => "MongoDB",
        }
    }

    /// The backend that a scheme names, in any case (RFC 3986, section 3.1).
    pub(crate) const fn of_scheme(scheme: &[u8]) -> Option<(Backend, &'static str)> {
        let mut row = 0;
        while row < SCHEMES.len() {
            let (backend, spellings) = SCHEMES[row];
            let mut i = 0;
            while i < spellings.len() {
                if same(scheme, spellings[i].as_bytes()) {
                    return Some((backend, spellings[i]));
                }
                i += 1;
            }
            row += 1;
        }
        None
    }

    /// Whether one of `schemes` stands for this backend: a word stands for its backend with all
    /// of its spellings.
    pub(crate) const fn is_among(self, schemes: &[&str]) -> bool {
        let mut i = 0;
        while i < schemes.len() {
            if let Some((backend, _)) = Backend::of_scheme(schemes[i].as_bytes()) {
                if backend as usize == self as usize {
                    return true;
                }
            }
            i += 1;
        }
        false
    }

    /// The backends that `schemes` stand for, in the table's order.
    pub(crate) fn among(schemes: &[&str]) -> impl Iterator<Item = Backend> {
        SCHEMES.iter().map(|(backend, _)| *backend).filter(|backend| backend.is_among(schemes))
    }
}

/// A list of schemes, put together while compiling.
pub struct Schemes {
    list: [&'static str; ALL.len()],
    len: usize,
}

impl Schemes {
    /// The spellings of the backends that `chosen` has: one bit for each, in the table's order.
    const fn of(chosen: usize) -> Self {
        let mut schemes = Schemes { list: [""; ALL.len()], len: 0 };
        let mut row = 0;
        while row < SCHEMES.len() {
            let mut i = 0;
            while chosen & (1 << row) != 0 && i < SCHEMES[row].1.len() {
                schemes.list[schemes.len] = SCHEMES[row].1[i];
                schemes.len += 1;
                i += 1;
            }
            row += 1;
        }
        schemes
    }

    /// All that some of the lists have.
    pub(crate) const fn union(lists: &[&[&str]]) -> Self {
        let mut chosen = 0;
        let mut i = 0;
        while i < lists.len() {
            chosen |= backends(lists[i]);
            i += 1;
        }
        Schemes::of(chosen)
    }

    /// All that both lists have.
    pub(crate) const fn intersection(a: &[&str], b: &[&str]) -> Self {
        Schemes::of(backends(a) & backends(b))
    }

    /// The list.
    pub const fn as_slice(&self) -> &[&'static str] {
        self.list.split_at(self.len).0
    }
}

/// The backends that schemes stand for, one bit for each.
const fn backends(schemes: &[&str]) -> usize {
    let mut chosen = 0;
    let mut row = 0;
    while row < SCHEMES.len() {
        if SCHEMES[row].0.is_among(schemes) {
            chosen |= 1 << row;
        }
        row += 1;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_in_the_table() {
        let spellings: Vec<&str> = SCHEMES.iter().flat_map(|(_, spellings)| spellings.iter().copied()).collect();
        assert_eq!(spellings, ALL);
        for (row, (backend, _)) in SCHEMES.iter().enumerate() {
            assert_eq!(*backend as usize, row);
        }
    }
}
