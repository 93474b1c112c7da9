//! The supported databases and their URL schemes.

use std::fmt;
use std::str::FromStr;

use crate::bit_set::bit_set;
use crate::printable::printable;
use crate::similar::{list, nearest};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// PostgreSQL and compatible databases: `postgres`, `postgresql`.
    Postgres,
    /// MySQL and MariaDB: `mysql`, `mariadb`, `mysql2`.
    MySql,
    /// SQLite: `sqlite`, `sqlite3`, `file`.
    Sqlite,
    /// MongoDB: `mongodb`, `mongodb+srv`.
    MongoDb,
    /// Redis and Valkey: `redis`, `rediss`, `valkey`, `valkeys`, and for Unix sockets `redis+unix`, `valkey+unix`, `unix`.
    Redis,
}

const PG: &[Backend] = &[Backend::Postgres];
const MY: &[Backend] = &[Backend::MySql];
const LITE: &[Backend] = &[Backend::Sqlite];
const RED: &[Backend] = &[Backend::Redis];

/// The schemes of other tools, each with the databases that it may stand for. An empty list means a scheme without a
/// database that db-config supports.
#[rustfmt::skip]
pub(crate) const OTHER_SCHEMES: &[(&str, &[Backend])] = &[
    ("pg", PG), ("pgsql", PG), ("psql", PG), ("postgis", PG), ("pgx", PG), ("pgx4", PG), ("pgx5", PG), ("pq", PG),
    ("pdo-pgsql", PG), ("pdo_pgsql", PG), ("asyncpg", PG), ("psycopg", PG), ("psycopg2", PG), ("npgsql", PG),
    ("aurora-postgresql", PG), ("cockroach", PG), ("cockroachdb", PG), ("crdb", PG), ("crdb-postgres", PG),
    ("timescale", PG), ("timescaledb", PG), ("timescalegis", PG), ("redshift", PG), ("yugabyte", PG), ("yugabytedb", PG),
    ("trilogy", MY), ("mysqlgis", MY), ("tidb", MY), ("maria", MY), ("mysqli", MY), ("pdo-mysql", MY), ("pdo_mysql", MY),
    ("pymysql", MY), ("aiomysql", MY), ("mysqldb", MY), ("aurora-mysql", MY), ("vitess", MY), ("planetscale", MY),
    ("ecto", &[Backend::Postgres, Backend::MySql]),
    ("spatialite", LITE), ("sqlite3gis", LITE), ("pdo-sqlite", LITE), ("pdo_sqlite", LITE), ("aiosqlite", LITE),
    ("mongo", &[Backend::MongoDb]),
    ("keydb", RED), ("dragonfly", RED), (LETTUCE_SOCKET, RED),
    ("mysqlx", &[]), ("http", &[]), ("https", &[]),
];

/// The scheme of a Unix socket in Lettuce, the Redis client for Java. Celery's is `redis+socket`.
pub(crate) const LETTUCE_SOCKET: &str = "redis-socket";

/// Returns whether a string has the syntax of a scheme (RFC 3986, section 3.1).
pub fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The fragment of a Redis URL that turns off the verification of the server, as in `rediss://host#insecure`.
pub const INSECURE: &str = "#insecure";

/// Returns whether a scheme names a server by the path of its Unix socket.
pub fn is_socket_scheme(scheme: &str) -> bool {
    scheme.ends_with("unix")
}

impl Backend {
    /// Every backend, in the order of the enum.
    pub const ALL: [Self; 5] = [Backend::Postgres, Backend::MySql, Backend::Sqlite, Backend::MongoDb, Backend::Redis];

    /// Returns the schemes of this database. The first one is the scheme in its own manual.
    ///
    /// ```
    /// # use db_config_syntax as db_config;
    /// use db_config::Backend;
    /// assert_eq!(Backend::Postgres.schemes(), ["postgres", "postgresql"]);
    /// ```
    pub const fn schemes(self) -> &'static [&'static str] {
        match self {
            Backend::Postgres => &["postgres", "postgresql"],
            Backend::MySql => &["mysql", "mariadb", "mysql2"],
            Backend::Sqlite => &["sqlite", "sqlite3", "file"],
            Backend::MongoDb => &["mongodb", "mongodb+srv"],
            Backend::Redis => &["redis", "rediss", "valkey", "valkeys", "redis+unix", "valkey+unix", "unix"],
        }
    }

    /// Returns the usual name of the database.
    pub const fn name(self) -> &'static str {
        match self {
            Backend::Postgres => "PostgreSQL",
            Backend::MySql => "MySQL",
            Backend::Sqlite => "SQLite",
            Backend::MongoDb => "MongoDB",
            Backend::Redis => "Redis",
        }
    }

    /// Returns whether the clients of this database verify the server whenever TLS is on, unless an option turns it off. They
    /// do not support `prefer`.
    pub const fn verifies_by_default(self) -> bool {
        matches!(self, Backend::MongoDb | Backend::Redis)
    }

    /// Returns the database of a scheme, and the scheme as [`schemes`](Self::schemes) spells it.
    ///
    /// Schemes are case-insensitive (RFC 3986, section 3.1).
    pub fn from_scheme(scheme: &str) -> Option<(Backend, &'static str)> {
        Self::ALL.into_iter().find_map(|backend| {
            let spelling = backend.schemes().iter().find(|spelling| spelling.eq_ignore_ascii_case(scheme))?;
            Some((backend, *spelling))
        })
    }
}

/// Parses a scheme, such as `postgresql`.
///
/// # Errors
///
/// No supported database has this scheme.
impl FromStr for Backend {
    type Err = UnknownScheme;

    fn from_str(scheme: &str) -> Result<Self, UnknownScheme> {
        match Self::from_scheme(scheme) {
            Some((backend, _)) => Ok(backend),
            None => Err(UnknownScheme::new(scheme)),
        }
    }
}

/// Writes the usual name of the database.
impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The error for a scheme that no supported database has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownScheme(String);

impl UnknownScheme {
    /// Creates the error for a scheme.
    pub fn new(scheme: &str) -> Self {
        Self(scheme.to_owned())
    }
}

impl fmt::Display for UnknownScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = Backends::ALL.schemes();
        let scheme = printable(&self.0);
        match nearest(&self.0, schemes.iter().copied()) {
            Some(near) => write!(f, "unknown scheme `{scheme}`; did you mean `{near}`?"),
            None => write!(f, "unknown scheme `{scheme}`; expected {}", list(schemes.into_iter())),
        }
    }
}

impl std::error::Error for UnknownScheme {}

bit_set! {
    /// A set of databases, such as those that a client supports.
    ///
    /// ```
    /// # use db_config_syntax as db_config;
    /// use db_config::{Backend, Backends};
    ///
    /// const SQL: Backends = Backends::POSTGRES.union(Backends::MYSQL).union(Backends::SQLITE);
    /// assert!(SQL.contains(Backend::MySql) && !SQL.contains(Backend::MongoDb));
    /// assert_eq!(SQL, Backends::SQL);
    /// assert_eq!(Backends::SQLITE.schemes(), ["sqlite", "sqlite3", "file"]);
    /// ```
    Backends of Backend
}

impl Backends {
    /// PostgreSQL.
    pub const POSTGRES: Self = Self::from_slice(&[Backend::Postgres]);
    /// MySQL and MariaDB.
    pub const MYSQL: Self = Self::from_slice(&[Backend::MySql]);
    /// SQLite.
    pub const SQLITE: Self = Self::from_slice(&[Backend::Sqlite]);
    /// MongoDB.
    pub const MONGODB: Self = Self::from_slice(&[Backend::MongoDb]);
    /// Redis and Valkey.
    pub const REDIS: Self = Self::from_slice(&[Backend::Redis]);
    /// PostgreSQL, MySQL and SQLite.
    pub const SQL: Self = Self::from_slice(&[Backend::Postgres, Backend::MySql, Backend::Sqlite]);

    /// Returns whether the set contains a database with a server.
    pub const fn has_network(self) -> bool {
        !self.difference(Self::SQLITE).is_empty()
    }

    /// Returns the schemes of all databases in the set.
    pub fn schemes(self) -> Vec<&'static str> {
        self.iter().flat_map(Backend::schemes).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_backend_is_in_the_list() {
        for (number, backend) in Backend::ALL.into_iter().enumerate() {
            assert_eq!(backend as usize, number);
            assert!(Backends::ALL.contains(backend));
            assert_eq!(Backends::from_slice(&[backend]).schemes(), backend.schemes());
        }
        assert!(Backends::EMPTY.schemes().is_empty());
        assert_eq!(Backend::ALL.into_iter().collect::<Backends>(), Backends::ALL);
    }

    #[test]
    fn a_scheme_names_its_backend() {
        assert_eq!("POSTGRESQL".parse(), Ok(Backend::Postgres));
        let unknown = |scheme: &str| scheme.parse::<Backend>().unwrap_err().to_string();
        assert_eq!(unknown("postgress"), "unknown scheme `postgress`; did you mean `postgres`?");
        assert!(unknown("http").starts_with("unknown scheme `http`; expected `postgres`, `postgresql`,"));
    }
}
