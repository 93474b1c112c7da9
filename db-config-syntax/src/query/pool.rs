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
}

impl PoolOption {
    /// Every option, in the order of the enum.
    pub const ALL: [Self; 8] = [
        PoolOption::MaxConnections,
        PoolOption::MinConnections,
        PoolOption::AcquireTimeout,
        PoolOption::ConnectTimeout,
        PoolOption::IdleTimeout,
        PoolOption::MaxLifetime,
        PoolOption::StatementTimeout,
        PoolOption::BusyTimeout,
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

/// Returns a variable's name without the suffix of a URL: `DATABASE` for `DATABASE_URL`.
pub fn variable_base(variable: &str) -> &str {
    let base = ENDINGS.iter().find_map(|ending| variable.strip_suffix(ending));
    base.filter(|base| !base.is_empty()).unwrap_or(variable)
}

/// Derives a variable's name from the variable of a URL: `DATABASE_TLS` from `DATABASE_URL` and `_TLS`.
pub fn derived_variable(variable: &str, ending: &str) -> String {
    format!("{}{ending}", variable_base(variable))
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
}
