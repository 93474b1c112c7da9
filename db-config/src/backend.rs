//! The databases, and the schemes that name them.

mod schemes;

use std::fmt;

use self::schemes::SCHEMES;
use crate::const_bytes::same;

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

const PG: &[Backend] = &[Backend::Postgres];
const MY: &[Backend] = &[Backend::MySql];

/// Schemes that other tools write, and the databases that may be meant; none if no supported one is.
#[rustfmt::skip]
pub(crate) const OTHER_SCHEMES: &[(&str, &[Backend])] = &[
    ("pg", PG), ("pgsql", PG), ("psql", PG), ("postgis", PG), ("pgx", PG), ("pq", PG), ("cockroach", PG),
    ("cockroachdb", PG), ("crdb", PG), ("timescale", PG), ("timescaledb", PG), ("timescalegis", PG), ("redshift", PG),
    ("yugabyte", PG), ("yugabytedb", PG),
    ("trilogy", MY), ("mysqlgis", MY), ("tidb", MY), ("maria", MY), ("mysqli", MY),
    ("ecto", &[Backend::Postgres, Backend::MySql]),
    ("spatialite", &[Backend::Sqlite]), ("sqlite3gis", &[Backend::Sqlite]),
    ("mongo", &[Backend::MongoDb]),
    ("mysqlx", &[]), ("mssql", &[]), ("sqlserver", &[]), ("oracle", &[]), ("redis", &[]), ("rediss", &[]),
    ("libsql", &[]), ("http", &[]), ("https", &[]), ("prisma", &[]), ("prisma+postgres", &[]),
];

impl Backend {
    pub(crate) const COUNT: usize = SCHEMES.len();

    /// All of them, in their order.
    pub(crate) const ALL: [Self; Self::COUNT] = {
        let mut all = [Backend::Postgres; Self::COUNT];
        let mut row = 0;
        while row < Self::COUNT {
            all[row] = SCHEMES[row].0;
            row += 1;
        }
        all
    };

    /// The spellings of this backend's scheme, starting with its own manual's.
    ///
    /// ```
    /// use db_config::Backend;
    /// assert_eq!(Backend::Postgres.schemes(), ["postgres", "postgresql"]);
    /// ```
    pub const fn schemes(self) -> &'static [&'static str] {
        SCHEMES[self as usize].1
    }

    /// The name that people know.
    pub const fn name(self) -> &'static str {
        match self {
            Backend::Postgres => "PostgreSQL",
            Backend::MySql => "MySQL",
            Backend::Sqlite => "SQLite",
            Backend::MongoDb => "MongoDB",
        }
    }

    /// The backend that a scheme names, in any case (RFC 3986, section 3.1), and the table's spelling of it.
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
}

/// A set of backends: those that a client takes.
///
/// ```
/// use db_config::{Backend, Backends};
///
/// const SQL: Backends = Backends::POSTGRES.or(Backends::MYSQL).or(Backends::SQLITE);
/// assert!(SQL.contains(Backend::MySql) && !SQL.contains(Backend::MongoDb));
/// assert_eq!(SQL, Backends::SQL);
/// assert_eq!(Backends::SQLITE.schemes(), ["sqlite", "sqlite3", "file"]);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Backends(u8);

impl Backends {
    /// No backend.
    pub const NONE: Self = Self(0);
    /// PostgreSQL.
    pub const POSTGRES: Self = Self::of(&[Backend::Postgres]);
    /// MySQL and MariaDB.
    pub const MYSQL: Self = Self::of(&[Backend::MySql]);
    /// SQLite.
    pub const SQLITE: Self = Self::of(&[Backend::Sqlite]);
    /// MongoDB.
    pub const MONGODB: Self = Self::of(&[Backend::MongoDb]);
    /// PostgreSQL, MySQL and SQLite.
    pub const SQL: Self = Self::of(&[Backend::Postgres, Backend::MySql, Backend::Sqlite]);
    /// Every backend.
    pub const ALL: Self = Self::SQL.or(Self::MONGODB);

    /// The set of these.
    pub const fn of(backends: &[Backend]) -> Self {
        let mut set = Self(0);
        let mut i = 0;
        while i < backends.len() {
            set.0 |= 1 << backends[i] as u8;
            i += 1;
        }
        set
    }

    /// Those that are in either set.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both sets.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it contains this one.
    pub const fn contains(self, backend: Backend) -> bool {
        self.0 & (1 << backend as u8) != 0
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its backends, in the order of [`Backend`].
    pub fn iter(self) -> impl Iterator<Item = Backend> {
        SCHEMES.iter().map(|(backend, _)| *backend).filter(move |backend| self.contains(*backend))
    }

    /// All spellings of their schemes.
    pub const fn schemes(self) -> &'static [&'static str] {
        const LISTS: &[Spellings; Backends::ALL.0 as usize + 1] = &Spellings::of_every_set();
        LISTS[self.0 as usize].as_slice()
    }
}

impl fmt::Debug for Backends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The spellings of one set of backends, built at compile time.
#[derive(Clone, Copy)]
struct Spellings {
    list: [&'static str; Spellings::MOST],
    len: usize,
}

impl Spellings {
    const MOST: usize = {
        let (mut count, mut row) = (0, 0);
        while row < SCHEMES.len() {
            count += SCHEMES[row].1.len();
            row += 1;
        }
        count
    };

    const fn of_every_set() -> [Self; Backends::ALL.0 as usize + 1] {
        let mut lists = [Spellings { list: [""; Self::MOST], len: 0 }; Backends::ALL.0 as usize + 1];
        let mut set = 0;
        while set < lists.len() {
            let mut row = 0;
            while row < SCHEMES.len() {
                let (backend, spellings) = SCHEMES[row];
                let mut i = 0;
                while Backends(set as u8).contains(backend) && i < spellings.len() {
                    lists[set].list[lists[set].len] = spellings[i];
                    lists[set].len += 1;
                    i += 1;
                }
                row += 1;
            }
            set += 1;
        }
        lists
    }

    const fn as_slice(&self) -> &[&'static str] {
        self.list.split_at(self.len).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_backend_has_its_row() {
        for (row, (backend, _)) in SCHEMES.iter().enumerate() {
            assert_eq!(*backend as usize, row);
            assert!(Backends::ALL.contains(*backend));
            assert_eq!(Backends::of(&[*backend]).schemes(), backend.schemes());
        }
        assert_eq!(Backends::ALL.schemes().len(), Spellings::MOST);
        assert!(Backends::NONE.schemes().is_empty());
    }
}
