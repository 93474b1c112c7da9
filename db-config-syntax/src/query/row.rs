//! A row of the table of query parameters.

use super::key::{Key, SessionKey};
use super::{PoolOption, ValueType};
use crate::backend::Backends;

/// How often a parameter may occur in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Once. A repetition, under any of the row's names, must have the same value.
    Single,
    /// Once per name. A repetition under the same name must have the same value.
    SingleByName,
    /// Any number of times. Each occurrence counts, or [`tls`](crate::tls) checks them for contradictions.
    Repeated,
}

/// A query parameter.
pub struct Row {
    /// The meaning.
    pub key: Key,
    pub(super) backends: Backends,
    /// The type of the value.
    pub value_type: ValueType,
    /// How often it may occur.
    pub(crate) repeat: Repeat,
    pub(super) names: &'static [&'static str],
}

pub(super) const PG: Backends = Backends::POSTGRES;
pub(super) const MY: Backends = Backends::MYSQL;
pub(super) const SERVERS: Backends = PG.union(MY);
pub(super) const SQL: Backends = Backends::SQL;
pub(super) const LITE: Backends = Backends::SQLITE;
pub(super) const MONGO: Backends = Backends::MONGODB;
pub(super) const REDIS: Backends = Backends::REDIS;

pub(super) const fn row(
    key: Key,
    backends: Backends,
    value_type: ValueType,
    repeat: Repeat,
    names: &'static [&'static str],
) -> Row {
    Row { key, backends, value_type, repeat, names }
}

impl Row {
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Returns the parameter's name in libpq, or the first name in the table.
    pub fn name(&self) -> &'static str {
        self.names[0]
    }

    /// Returns whether both rows set the same value, if only in another unit.
    pub fn sets_same(&self, other: &Self) -> bool {
        let has_rows = matches!(self.key, Key::Pool(_) | Key::Component(_));
        self.name() == other.name() || has_rows && self.key == other.key
    }

    /// Returns the server parameter of PostgreSQL that a query parameter sets, such as `lock_timeout`. `name` is its name in
    /// the URL, for `options[lock_timeout]` of sqlx.
    pub fn setting<'a>(&self, name: &'a str) -> Option<&'a str> {
        match self.key {
            Key::Session(SessionKey::ApplicationName) => Some("application_name"),
            Key::Session(SessionKey::Schema | SessionKey::SearchPath) => Some("search_path"),
            Key::Session(SessionKey::StatementTimeout) => Some("statement_timeout"),
            Key::Session(SessionKey::ServerParameter) => Some(name),
            Key::Session(SessionKey::Options) => name.split_once('[')?.1.strip_suffix(']'),
            _ => None,
        }
    }

    /// Returns whether each name has a meaning of its own.
    pub fn has_many_meanings(&self) -> bool {
        matches!(
            self.key,
            Key::MongoDb | Key::OtherTool | Key::Unclear(_) | Key::NoOp | Key::Session(SessionKey::ServerParameter)
        )
    }

    /// Returns whether db-config uses the parameter.
    pub fn has_effect(&self) -> bool {
        !matches!(self.key, Key::OtherTool | Key::Unclear(_))
    }

    /// Returns the pool option or the timeout that the parameter sets.
    pub fn pool_option(&self) -> Option<PoolOption> {
        match self.key {
            Key::Pool(option) => Some(option),
            Key::Session(SessionKey::StatementTimeout) => Some(PoolOption::StatementTimeout),
            _ => None,
        }
    }
}
