//! The parameter or the pool option that an unknown name probably means.

use super::PoolOption;
use super::key::Key;
use super::row::Row;
use super::table::{find, rows};
use crate::backend::{Backend, Backends};
use crate::problem::ProblemKind;
use crate::similar::nearest_of_one;

/// Returns the pool option that a name means in some tool, or that it misspells: `max_connections` for `pool_size`.
pub fn pool_option(name: &str) -> Option<PoolOption> {
    let known = Backends::ALL.iter().find_map(|backend| find(name, backend)?.pool_option());
    let misspelled = |backend| find(suggestion(name, backend)?, backend)?.pool_option();
    known.or_else(|| Backends::ALL.iter().find_map(misspelled))
}

/// Returns the kind of problem of an unknown parameter.
///
/// A parameter that may affect TLS has its own kind, because ignoring it could weaken TLS.
pub(crate) fn unknown(name: &str) -> ProblemKind {
    if may_affect_tls(name) { ProblemKind::UnknownTlsParameter } else { ProblemKind::UnknownParameter }
}

/// Returns whether the name looks like that of a TLS parameter.
pub fn may_affect_tls(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["ssl", "tls", "cert", "verify", "truststore", "roots", "fips"].iter().any(|word| name.contains(word))
}

/// Parameters of other tools, with the name or the name and value that mean the same.
const REPLACEMENTS: &[(&str, Backend, &str)] = &[
    ("auth", Backend::MongoDb, "authSource"),
    ("applicationName", Backend::MongoDb, "appName"),
    ("j", Backend::MongoDb, "journal"),
    ("readConcern", Backend::MongoDb, "readConcernLevel"),
    ("writeConcern", Backend::MongoDb, "w"),
    ("wtimeout", Backend::MongoDb, "wTimeoutMS"),
];

/// Returns the known name that an unknown one most likely misspells.
///
/// A timeout is no suggestion for a name that adds or leaves out a unit.
pub(crate) fn suggestion(name: &str, backend: Backend) -> Option<&'static str> {
    let is_replaced = |(old, of, _): &&(&str, Backend, &str)| old.eq_ignore_ascii_case(name) && *of == backend;
    if let Some((_, _, new)) = REPLACEMENTS.iter().find(is_replaced) {
        return Some(new);
    }
    let names = rows(backend).flat_map(|row| row.names.iter().map(move |name| (*name, (*name, row))));
    // Two TLS parameters resemble each other more often than a misspelled one: `tlsCAFile` and `tlsCRLFile`.
    let most = if may_affect_tls(name) { 1 } else { 2 };
    let nearest = nearest_of_one(name, most, names, |(a, row), (b, other)| {
        let is_row = row.name() == other.name() && !row.has_many_meanings();
        is_row || a == b || row.key == Key::OtherTool && other.key == Key::OtherTool && plain(a) == plain(b)
    })?;
    let row = find(nearest, backend)?;
    // Tools with another spelling may have another unit: `connectTimeout` and `connect_timeout`.
    let has_separator = |name: &str| name.contains(['_', '-']);
    let may_differ = matches!(row.key, Key::OtherTool | Key::Unclear(_)) || !row.value_type.unit().is_empty();
    let is_of_other_tool = may_differ && has_separator(name) != has_separator(nearest);
    let is_other = is_of_other_tool
        || adds_unit(name, nearest)
        || is_opposite(name, nearest)
        || is_of_other_database(name, nearest, row);
    (!is_other).then_some(nearest)
}

/// Returns whether the name is not misspelled, because it is a parameter of another database with another meaning, such as
/// MySQL's `sql_mode`.
fn is_of_other_database(name: &str, nearest: &str, row: &Row) -> bool {
    let is_one_word = plain(name) == plain(nearest) && name.starts_with('_') == nearest.starts_with('_');
    // The clients do not agree on the strength of a TLS parameter: `require_ssl` and `requiressl`.
    let is_one_word = is_one_word && !may_affect_tls(name);
    let mut elsewhere = Backends::ALL.iter().filter_map(|other| find(name, other));
    !is_one_word && elsewhere.any(|other| other.key != row.key || other.has_many_meanings())
}

/// Returns whether one name is about a minimum and the other one about a maximum: `min_lifetime` and `max_lifetime`.
fn is_opposite(a: &str, b: &str) -> bool {
    let has = |name: &str, word| name.to_ascii_lowercase().contains(word);
    let is = |a, b| has(a, "min") && !has(a, "max") && has(b, "max") && !has(b, "min");
    is(a, b) || is(b, a)
}

/// Returns a name without its separators, in lower case.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '-'], "")
}

/// Returns whether one name is the other one with a unit behind it: `idle_timeout` and `idle_timeout_ms`.
fn adds_unit(a: &str, b: &str) -> bool {
    const UNITS: [&str; 11] =
        ["ms", "s", "m", "h", "sec", "secs", "seconds", "min", "minutes", "millis", "milliseconds"];
    let longer = if a.len() > b.len() { a } else { b };
    let (a, b) = (plain(a), plain(b));
    let unit = a.strip_prefix(&*b).or_else(|| b.strip_prefix(&*a));
    // Without a separator, an `s` is a plural.
    unit.is_some_and(|unit| UNITS.contains(&unit) && (unit.len() > 1 || longer.ends_with(&format!("_{unit}"))))
}

#[cfg(test)]
mod tests {
    use super::super::PoolOption::{BusyTimeout, MaxConnections, MinConnections, StatementTimeout};
    use super::*;

    #[test]
    fn no_suggestion_has_another_unit() {
        for (name, backend) in [
            ("connect_timeout_minutes", Backend::Postgres),
            ("idle_timeout_minutes", Backend::Postgres),
            ("statement_timeout_s", Backend::Postgres),
            ("busy_timeout_ms", Backend::Sqlite),
            ("connectTimeout", Backend::MongoDb),
            ("mix", Backend::Postgres),
            ("min_lifetime", Backend::Postgres),
            ("sql_mode", Backend::Postgres),
            ("wait_timeout", Backend::Postgres),
            ("useCompression", Backend::Postgres),
            ("_journal", Backend::MongoDb),
            ("maxHeartbeatFrequencyMS", Backend::MongoDb),
            ("sslcrt", Backend::Postgres),
        ] {
            assert_eq!(suggestion(name, backend), None, "{name}");
        }
        assert_eq!(suggestion("auth", Backend::MongoDb), Some("authSource"));
        assert_eq!(suggestion("wtimeout", Backend::MongoDb), Some("wTimeoutMS"), "both are milliseconds");
        assert_eq!(suggestion("auth", Backend::Postgres), None);
        assert_eq!(suggestion("retryWrite", Backend::MongoDb), Some("retryWrites"), "a plural");
    }

    #[test]
    fn a_name_of_another_option_is_no_pool_option() {
        for (name, option) in [
            ("min_idle", MinConnections),
            ("pool_size", MaxConnections),
            ("max_conections", MaxConnections),
            ("busytimeout", BusyTimeout),
            ("statement_timout", StatementTimeout),
        ] {
            assert_eq!(pool_option(name), Some(option), "{name}");
        }
        for name in
            ["read_timeout", "socket_timeout", "lock_timeout", "query_timeout", "min_lifetime", "max_idle", "env"]
        {
            assert_eq!(pool_option(name), None, "{name}");
        }
    }
}
