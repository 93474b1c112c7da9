//! The pool options and timeouts, which are also attributes and environment variables.

use super::ValueType;
use crate::values::{duration, number};

/// A pool option or a timeout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PoolOption {
    /// The maximum number of connections.
    MaxConnections,
    /// The minimum number of connections.
    MinConnections,
    /// The maximum time to wait for a connection from the pool.
    AcquireTimeout,
    /// The maximum time to wait for a new connection.
    ConnectTimeout,
    /// The maximum time that a connection may stay idle.
    IdleTimeout,
    /// The maximum lifetime of a connection.
    MaxLifetime,
    /// The maximum time that a PostgreSQL statement may run.
    StatementTimeout,
    /// The maximum time that SQLite waits for a lock.
    BusyTimeout,
    /// The time to wait at startup until the server answers.
    Wait,
}

impl PoolOption {
    /// Every option, in the order of the enum.
    pub const ALL: [Self; 9] = [
        PoolOption::MaxConnections,
        PoolOption::MinConnections,
        PoolOption::AcquireTimeout,
        PoolOption::ConnectTimeout,
        PoolOption::IdleTimeout,
        PoolOption::MaxLifetime,
        PoolOption::StatementTimeout,
        PoolOption::BusyTimeout,
        PoolOption::Wait,
    ];

    /// Returns the name of the attribute and of the query parameter.
    pub const fn name(self) -> &'static str {
        match self {
            PoolOption::MaxConnections => "max_connections",
            PoolOption::MinConnections => "min_connections",
            PoolOption::AcquireTimeout => "acquire_timeout",
            PoolOption::ConnectTimeout => "connect_timeout",
            PoolOption::IdleTimeout => "idle_timeout",
            PoolOption::MaxLifetime => "max_lifetime",
            PoolOption::StatementTimeout => "statement_timeout",
            PoolOption::BusyTimeout => "busy_timeout",
            PoolOption::Wait => "wait",
        }
    }

    /// Returns the suffix of the environment variable, such as `_MAX_CONNECTIONS`.
    pub const fn variable_ending(self) -> &'static str {
        match self {
            PoolOption::MaxConnections => "_MAX_CONNECTIONS",
            PoolOption::MinConnections => "_MIN_CONNECTIONS",
            PoolOption::AcquireTimeout => "_ACQUIRE_TIMEOUT",
            PoolOption::ConnectTimeout => "_CONNECT_TIMEOUT",
            PoolOption::IdleTimeout => "_IDLE_TIMEOUT",
            PoolOption::MaxLifetime => "_MAX_LIFETIME",
            PoolOption::StatementTimeout => "_STATEMENT_TIMEOUT",
            PoolOption::BusyTimeout => "_BUSY_TIMEOUT",
            PoolOption::Wait => "_WAIT",
        }
    }

    /// Returns the option with this name, ignoring case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|option| option.name().eq_ignore_ascii_case(name))
    }

    /// Returns the type of the query parameter's value.
    pub const fn value_type(self) -> ValueType {
        match self {
            PoolOption::MaxConnections | PoolOption::MinConnections => ValueType::Count,
            PoolOption::StatementTimeout | PoolOption::BusyTimeout => ValueType::Milliseconds,
            _ => ValueType::Seconds,
        }
    }

    /// Returns whether a value is valid for the attribute or the environment variable: a number, or a duration with a
    /// unit.
    pub fn is_valid(self, value: &str) -> bool {
        match self.value_type() {
            ValueType::Count => number(value).is_some(),
            _ => duration(value, None).is_some(),
        }
    }

    /// Returns whether the value is a number of connections. Otherwise it is a duration.
    pub const fn is_count(self) -> bool {
        matches!(self, PoolOption::MaxConnections | PoolOption::MinConnections)
    }

    /// Returns MongoDB's query parameter for the option.
    pub fn mongodb_name(self) -> Option<&'static str> {
        match self {
            PoolOption::MaxConnections => Some("maxPoolSize"),
            PoolOption::MinConnections => Some("minPoolSize"),
            PoolOption::ConnectTimeout => Some("connectTimeoutMS"),
            PoolOption::IdleTimeout => Some("maxIdleTimeMS"),
            _ => None,
        }
    }
}

/// The suffixes of variables that contain a URL.
pub const ENDINGS: [&str; 4] = ["_URL", "_URLS", "_URI", "_DSN"];

/// The suffix of the variable that sets the TLS mode.
pub const TLS_ENDING: &str = "_TLS";

/// The suffixes of the variables that set the user name.
pub const USER_ENDINGS: [&str; 2] = ["_USER", "_USERNAME"];

/// The suffix of the variable that sets the password.
pub const PASSWORD_ENDING: &str = "_PASSWORD";

/// The suffix of the variable that sets the user name and the password in a JSON object.
pub const SECRET_ENDING: &str = "_SECRET";

/// The suffix of the variable that contains the path of a file.
const FILE_ENDING: &str = "_FILE";

/// Returns a variable's name without the suffix of a URL: `DATABASE` for `DATABASE_URL`. Of a name with a dot, it is the
/// part up to the last dot: `database.` for `database.url`.
pub fn variable_base(variable: &str) -> &str {
    if let Some(dot) = variable.rfind('.') {
        return &variable[..=dot];
    }
    let base = ENDINGS.iter().find_map(|ending| variable.strip_suffix(ending));
    base.filter(|base| !base.is_empty()).unwrap_or(variable)
}

/// Derives a variable's name from the variable of a URL: `DATABASE_TLS` from `DATABASE_URL` and `_TLS`, `database.tls` from
/// `database.url`.
pub fn derived_variable(variable: &str, ending: &str) -> String {
    let base = variable_base(variable);
    let after_dot = ending.strip_prefix('_').filter(|_| base.ends_with('.'));
    joined(base, after_dot.unwrap_or(ending))
}

/// Returns the name that consists of a prefix and an ending. After a dot, the ending is in lower case.
pub fn joined(prefix: &str, ending: &str) -> String {
    match prefix.ends_with('.') {
        true => prefix.to_owned() + &ending.to_ascii_lowercase(),
        false => prefix.to_owned() + ending,
    }
}

/// Returns the name of the variable that contains the path of a file with the value: `DATABASE_URL_FILE`, or
/// `database.url_file` for `database.url`.
pub fn file_variable(variable: &str) -> String {
    match variable.contains('.') {
        true => variable.to_owned() + &FILE_ENDING.to_ascii_lowercase(),
        false => variable.to_owned() + FILE_ENDING,
    }
}

/// Returns the name without `_FILE`; `None` for another name.
pub fn without_file(variable: &str) -> Option<&str> {
    let (name, ending) = variable.split_at_checked(variable.len().checked_sub(FILE_ENDING.len())?)?;
    (file_variable(name) == [name, ending].concat()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backend;
    use crate::query::find;

    #[test]
    fn every_option_is_a_query_parameter() {
        for option in PoolOption::ALL {
            let is_parameter = |backend| find(option.name(), backend).is_some_and(|row| row.name() == option.name());
            assert!(Backend::ALL.into_iter().any(is_parameter), "{}", option.name());
            assert_eq!(PoolOption::from_name(&option.name().to_ascii_uppercase()), Some(option));
            assert_eq!(option.variable_ending(), format!("_{}", option.name().to_ascii_uppercase()));
        }
    }

    #[test]
    fn a_variable_is_derived_from_that_of_its_url() {
        assert_eq!(derived_variable("DATABASE_URL", "_MAX_CONNECTIONS"), "DATABASE_MAX_CONNECTIONS");
        assert_eq!(derived_variable("REPLICA_URLS", TLS_ENDING), "REPLICA_TLS");
        assert_eq!(derived_variable("DSN", TLS_ENDING), "DSN_TLS");
        assert_eq!(variable_base("_URL"), "_URL");
    }

    #[test]
    fn after_a_dot_a_derived_name_is_in_lower_case() {
        assert_eq!(derived_variable("database.url", "_MAX_CONNECTIONS"), "database.max_connections");
        assert_eq!(derived_variable("Shop.Database.URL", TLS_ENDING), "Shop.Database.tls");
        assert_eq!(derived_variable("database.url", "_"), "database.");
        assert_eq!((variable_base("database.url"), variable_base("a.")), ("database.", "a."));
        assert_eq!(joined("database.", "DB_NAME"), "database.db_name");
        assert_eq!(joined("database.db_", "HOST"), "database.db_HOST");
    }

    #[test]
    fn a_file_is_named_after_its_variable() {
        for (name, file) in
            [("DATABASE_URL", "DATABASE_URL_FILE"), ("database.url", "database.url_file"), ("ü", "ü_FILE")]
        {
            assert_eq!((&*file_variable(name), without_file(file)), (file, Some(name)));
        }
        for name in ["", "FILE", "DATABASE_URL", "database.url_FILE", "database_url_file", "ü.file"] {
            assert_eq!(without_file(name), None, "{name}");
        }
    }
}
