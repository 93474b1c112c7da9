//! Names with dots, which are paths in the sources of other crates.

use super::SourceError;

/// Finds a value: by the name as it is, in lower case, otherwise by its path. `key` returns the value of a table's key.
pub(super) fn find<'a, V>(table: &'a V, name: &str, key: impl Fn(&'a V, &str) -> Option<&'a V>) -> Option<&'a V> {
    let any_case = |table: &'a V, name: &str| key(table, name).or_else(|| key(table, &name.to_lowercase()));
    any_case(table, name).or_else(|| name.contains('.').then(|| name.split('.').try_fold(table, any_case))?)
}

/// Returns the error of a value that is not a string, such as "a table".
pub(super) fn unexpected(found: &str) -> SourceError {
    SourceError::new(format!("expected a string, found {found}")).with_help("use a string")
}

/// Returns the error of a floating-point number.
pub(super) fn float() -> SourceError {
    unexpected("a floating-point number")
        .with_help("put the value in quotes, because a number does not keep its spelling")
}
